using System.Runtime.InteropServices;

namespace LaionGrid.Arithmetic.Trajectories;

/// <summary>
/// The network's raw outputs at every evaluation of one picture, before guidance, in half precision: with the job's settings, all that is
/// needed to go the same way again. [evaluations, texts, elements]; the unconditional text first under guidance. Of a picture that begins from
/// another one, that one's latent stands before them: it is a network's output, too.
/// </summary>
public sealed class Trajectory
{
    private readonly Half[] _outputs;

    /// <param name="length">Elements of one output.</param>
    /// <param name="hasSource">Whether it begins from a picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not positive.</exception>
    public Trajectory(int evaluations, int texts, int length, bool hasSource = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(evaluations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        (Evaluations, Texts, Length, HasSource) = (evaluations, texts, length, hasSource);
        _outputs = new Half[((evaluations * texts) + (hasSource ? 1 : 0)) * length];
    }

    public int Evaluations { get; }

    /// <summary>1, or 2 under guidance.</summary>
    public int Texts { get; }

    /// <summary>Elements of one output.</summary>
    public int Length { get; }

    public bool HasSource { get; }

    /// <summary>The source's latent, if there is one, and the evaluations: what a commitment has leaves for.</summary>
    public int Parts => Evaluations + (HasSource ? 1 : 0);

    /// <summary>All outputs as they travel: IEEE half precision, little-endian.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_outputs.AsSpan()); // .NET runs on little-endian machines alone, but for one mainframe

    /// <summary>Null when the bytes are too many or too few, or one of the numbers is none.</summary>
    public static Trajectory? Read(ReadOnlySpan<byte> bytes, int evaluations, int texts, int length, bool hasSource = false)
    {
        if (bytes.Length != BytesOf(evaluations, texts, length, hasSource))
            return null;
        var read = new Trajectory(evaluations, texts, length, hasSource);
        MemoryMarshal.Cast<byte, Half>(bytes).CopyTo(read._outputs);
        return Array.TrueForAll(read._outputs, Half.IsFinite) ? read : null;
    }

    /// <summary>How long <see cref="Bytes"/> is, without making one.</summary>
    public static long BytesOf(int evaluations, int texts, int length, bool hasSource = false) => (((long)evaluations * texts) + (hasSource ? 1 : 0)) * length * sizeof(ushort);

    /// <summary>Keeps the latent of the picture that it begins from, rounded as outputs are. What was rounded before stays as it is.</summary>
    /// <exception cref="InvalidOperationException">It begins from noise.</exception>
    public void RecordSource(Span<float> latent) => Keep(latent, Source());

    /// <summary>The latent of the picture that it begins from; empty when it begins from noise.</summary>
    public float[] ReadSource()
    {
        var latent = new float[HasSource ? Length : 0];
        if (HasSource)
            Widen(Source(), latent);
        return latent;
    }

    /// <summary>Keeps an output, and rounds it as it is kept: what is rounded away must not shape the picture, or nobody could go the same way again.</summary>
    public void Record(int evaluation, int text, Span<float> output) => Keep(output, Slice(evaluation, text));

    public void CopyTo(int evaluation, int text, Span<float> output) => Widen(Slice(evaluation, text), output);

    /// <summary>The outputs of one evaluation, text by text.</summary>
    public ReadOnlySpan<byte> BytesAt(int evaluation) => MemoryMarshal.AsBytes(_outputs.AsSpan(OffsetOf(evaluation), Texts * Length));

    /// <summary>One of its <see cref="Parts"/>: the source's latent first.</summary>
    public ReadOnlySpan<byte> BytesOfPart(int part) => HasSource && part == 0 ? MemoryMarshal.AsBytes(Source()) : BytesAt(HasSource ? part - 1 : part);

    /// <summary>A trajectory of one of its evaluations alone.</summary>
    public Trajectory At(int evaluation)
    {
        var one = new Trajectory(1, Texts, Length);
        _outputs.AsSpan(OffsetOf(evaluation), Texts * Length).CopyTo(one._outputs);
        return one;
    }

    private static void Keep(Span<float> values, Span<Half> kept)
    {
        for (var index = 0; index < values.Length; index++)
        {
            kept[index] = (Half)values[index];
            values[index] = (float)kept[index];
        }
    }

    private static void Widen(ReadOnlySpan<Half> kept, Span<float> values)
    {
        for (var index = 0; index < kept.Length; index++)
            values[index] = (float)kept[index];
    }

    private Span<Half> Source() => HasSource ? _outputs.AsSpan(0, Length) : throw new InvalidOperationException("This trajectory begins from noise.");

    private int OffsetOf(int evaluation) => ((evaluation * Texts) + (HasSource ? 1 : 0)) * Length;

    private Span<Half> Slice(int evaluation, int text) => _outputs.AsSpan(OffsetOf(evaluation) + (text * Length), Length);
}
