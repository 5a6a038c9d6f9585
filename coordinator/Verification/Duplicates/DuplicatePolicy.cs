using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Verification.Duplicates;

/// <summary>Which pictures look alike that ought not to. Honest ones may, of a plain prompt or in few steps: all that follows is an audit. Pure.</summary>
internal static class DuplicatePolicy
{
    private const int WordsBytes = 16;

    /// <summary>Stands for bundle, prompt and negative prompt, so that prompts lie in no second place: the first half of their SHA-256.</summary>
    public static byte[] WordsOf(RenderSettings settings) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{settings.BundleId}\0{settings.Prompt}\0{settings.NegativePrompt}"))[..WordsBytes]; // no prompt holds a zero

    /// <summary>Whether one should have looked different: the words are the same and the seed is not, so one may be cut from the other's trajectory; or a worker gives the same for other words.</summary>
    public static bool OughtToDiffer(SeenPicture one, SeenPicture other) =>
        one.Words.AsSpan().SequenceEqual(other.Words) ? one.Seed != other.Seed : one.WorkerId == other.WorkerId;

    public static bool AreAlike(SeenPicture one, SeenPicture other, VerificationOptions options) =>
        BitOperations.PopCount((ulong)(one.Hash ^ other.Hash)) <= options.AlikeBits && Correlation(one.Thumbnail, other.Thumbnail) >= options.AlikeCorrelation;

    /// <summary>Pearson's, -1 to 1. Where one varies nowhere it is 1 for equals, and 0 otherwise.</summary>
    public static double Correlation(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var (meanOne, meanOther) = (Mean(one), Mean(other));
        var (both, squareOne, squareOther) = (0.0, 0.0, 0.0);
        for (var at = 0; at < one.Length; at++)
        {
            both += (one[at] - meanOne) * (other[at] - meanOther);
            squareOne += (one[at] - meanOne) * (one[at] - meanOne);
            squareOther += (other[at] - meanOther) * (other[at] - meanOther);
        }
        if (squareOne == 0 || squareOther == 0)
            return one.SequenceEqual(other) ? 1 : 0;
        return both / Math.Sqrt(squareOne * squareOther);
    }

    private static double Mean(ReadOnlySpan<byte> values)
    {
        var sum = 0L;
        foreach (var value in values)
            sum += value;
        return (double)sum / values.Length;
    }
}
