using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Checking;

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
        BitOperations.PopCount((ulong)(one.Hash ^ other.Hash)) <= options.AlikeBits && PictureComparison.Correlation<byte>(one.Thumbnail, other.Thumbnail) >= options.AlikeCorrelation;
}
