namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>Bytes that come in chunks.</summary>
internal static class Upload
{
    /// <summary>All of them; null when there are more or fewer than announced.</summary>
    /// <param name="total">Found to be allowed before.</param>
    public static async Task<byte[]?> ReadAsync(long total, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var (bytes, filled) = (new byte[total], 0);
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
        {
            if (chunk.Length > bytes.Length - filled)
                return null;
            chunk.CopyTo(bytes.AsMemory(filled));
            filled += chunk.Length;
        }
        return filled == total ? bytes : null;
    }
}
