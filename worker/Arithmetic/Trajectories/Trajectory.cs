using System.Runtime.InteropServices;

namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>
/// The network's raw outputs at every evaluation of one picture, before guidance, in half precision: with the job's settings, all that is
/// needed to go the same way again. [evaluations, texts, elements]; the unconditional text first under guidance.
/// </summary>
public sealed class Trajectory
{
    private readonly Half[] _outputs;

    /// <param name="length">Elements of one output.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not positive.</exception>
    public Trajectory(int evaluations, int texts, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(evaluations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        (Evaluations, Texts, Length) = (evaluations, texts, length);
        _outputs = new Half[evaluations * texts * length];
    }

    public int Evaluations { get; }

    /// <summary>1, or 2 under guidance.</summary>
    public int Texts { get; }

    /// <summary>Elements of one output.</summary>
    public int Length { get; }

    /// <summary>All outputs as they travel: IEEE half precision, little-endian.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_outputs.AsSpan()); // .NET runs on little-endian machines alone, but for one mainframe

    /// <summary>Null when the bytes are too many or too few, or one of the numbers is none.</summary>
    public static Trajectory? Read(ReadOnlySpan<byte> bytes, int evaluations, int texts, int length)
    {
        if (bytes.Length != BytesOf(evaluations, texts, length))
            return null;
        var read = new Trajectory(evaluations, texts, length);
        MemoryMarshal.Cast<byte, Half>(bytes).CopyTo(read._outputs);
        return Array.TrueForAll(read._outputs, Half.IsFinite) ? read : null;
    }

    /// <summary>How long <see cref="Bytes"/> is, without making one.</summary>
    public static long BytesOf(int evaluations, int texts, int length) => (long)evaluations * texts * length * sizeof(ushort);

    /// <summary>Keeps an output, and rounds it as it is kept: what is rounded away must not shape the picture, or nobody could go the same way again.</summary>
    public void Record(int evaluation, int text, Span<float> output)
    {
        var kept = Slice(evaluation, text);
        for (var index = 0; index < output.Length; index++)
        {
            kept[index] = (Half)output[index];
            output[index] = (float)kept[index];
        }
    }

    public void CopyTo(int evaluation, int text, Span<float> output)
    {
        var kept = Slice(evaluation, text);
        for (var index = 0; index < kept.Length; index++)
            output[index] = (float)kept[index];
    }

    /// <summary>The outputs of one evaluation, text by text.</summary>
    public ReadOnlySpan<byte> BytesAt(int evaluation) => MemoryMarshal.AsBytes(_outputs.AsSpan(evaluation * Texts * Length, Texts * Length));

    /// <summary>A trajectory of one of its evaluations alone.</summary>
    public Trajectory At(int evaluation)
    {
        var one = new Trajectory(1, Texts, Length);
        _outputs.AsSpan(evaluation * Texts * Length, Texts * Length).CopyTo(one._outputs);
        return one;
    }

    private Span<Half> Slice(int evaluation, int text) => _outputs.AsSpan(((evaluation * Texts) + text) * Length, Length);
}
