namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// A prompt as token ids, in chunks that the text encoder reads one at a time: each of <see cref="Capacity"/> tokens at most,
/// between a start and an end token, padded to <see cref="Length"/>.
/// </summary>
/// <param name="ids">[count, 77].</param>
/// <param name="weights">[count, 77]; 1 at start, end and padding.</param>
/// <param name="empty">[77], the chunk of a prompt without text.</param>
/// <param name="tokenCount">Of all chunks, without start, end and padding.</param>
internal sealed class TokenChunks(int[] ids, float[] weights, int[] empty, int tokenCount)
{
    /// <summary>Ids in a chunk: what CLIP's text encoders were trained with.</summary>
    public const int Length = 77;

    /// <summary>Tokens of text that fit into a chunk.</summary>
    public const int Capacity = Length - 2;

    private static readonly float[] Ones = [.. Enumerable.Repeat(1f, Length)];

    /// <summary>1 or more.</summary>
    public int Count => ids.Length / Length;

    public int TokenCount => tokenCount;

    /// <param name="chunk">From <see cref="Count"/> on it is the empty chunk, so that a shorter prompt can be paired with a longer one.</param>
    public ReadOnlySpan<int> Ids(int chunk) => chunk < Count ? ids.AsSpan(chunk * Length, Length) : empty;

    /// <param name="chunk">As for <see cref="Ids"/>.</param>
    public ReadOnlySpan<float> Weights(int chunk) => chunk < Count ? weights.AsSpan(chunk * Length, Length) : Ones;
}
