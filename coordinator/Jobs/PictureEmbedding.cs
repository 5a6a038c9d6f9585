using System.Runtime.InteropServices;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Where an attempt's picture lies among others, by its bundle's image encoder. Its worker's word, like its scores; only pictures of one bundle can be compared.</summary>
internal sealed class PictureEmbedding
{
    public const int MaxBytes = 2048;

    public required AttemptId AttemptId { get; init; }

    /// <summary>Signed bytes, one for each number of the encoder; not all zero.</summary>
    public required byte[] Vector { get; init; }

    /// <summary>The cosine of two, -1 to 1: 1 for the same picture, about 0 for ones that have nothing in common.</summary>
    /// <param name="one">Not all zero.</param>
    /// <param name="other">Of the same length, not all zero.</param>
    public static double Likeness(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        ReadOnlySpan<sbyte> left = MemoryMarshal.Cast<byte, sbyte>(one), right = MemoryMarshal.Cast<byte, sbyte>(other)[..left.Length];
        var (both, ofLeft, ofRight) = (0L, 0L, 0L);
        for (var at = 0; at < left.Length; at++)
        {
            both += left[at] * right[at];
            ofLeft += left[at] * left[at];
            ofRight += right[at] * right[at];
        }
        return both / Math.Sqrt((double)ofLeft * ofRight);
    }
}
