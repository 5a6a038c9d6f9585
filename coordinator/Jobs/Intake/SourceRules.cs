using LaionGrid.Arithmetic.Schedules;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Sources;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>What may be asked of a picture that begins from another. Pure.</summary>
internal static class SourceRules
{
    /// <summary>Enough for another picture that is still like the first.</summary>
    public const double UsualStrength = 0.75;

    /// <summary>Why this may not be asked of this bundle; null when it may, and for a picture from noise.</summary>
    /// <param name="brought">What was brought for the requester, of what the ask names.</param>
    public static Refusal? Check(Ask ask, Bundle bundle, IReadOnlyDictionary<string, SourceSize> brought)
    {
        if (ask.SourceSha256.Length == 0)
            return CheckNumbers(ask, bundle);
        return CheckNumbers(ask, bundle)
            ?? CheckPicture("picture to begin from", "source_sha256", ask.SourceSha256, ask, bundle.Limits, brought)
            ?? (ask.MaskSha256.Length == 0 ? null : CheckPicture("mask", "mask_sha256", ask.MaskSha256, ask, bundle.Limits, brought));
    }

    /// <summary>As <see cref="Check"/>, before anything was brought.</summary>
    public static Refusal? CheckNumbers(Ask ask, Bundle bundle)
    {
        if (ask.SourceSha256.Length == 0)
            return ask.Strength is null && ask.MaskSha256.Length == 0 ? null : Refusal.Invalid("source.missing", "source_sha256", "A strength and a mask need a picture to begin from. Name one, or leave both out.");
        if (bundle.Tariff.Encoder is null)
            return Refusal.Invalid("source.unsupported", "source_sha256", $"With {bundle.Id} no picture begins from another. Choose another bundle, or leave the picture to begin from out.");
        return CheckStrength(ask.Strength ?? UsualStrength, ask.Steps ?? bundle.Limits.DefaultSteps);
    }

    private static Refusal? CheckStrength(double strength, int steps)
    {
        if (strength is not (> 0 and <= 1))
            return Refusal.Invalid("strength.out_of_range", "strength", $"The strength is above 0 to 1; this asks for {strength}.");
        return SamplingPlan.Of(steps, strength).Taken >= 1 ? null : Refusal.Invalid("strength.too_small", "strength", $"{steps} steps at strength {strength} are none at all. Ask for more of either.");
    }

    private static Refusal? CheckPicture(string name, string field, string sha256, Ask ask, BundleLimits limits, IReadOnlyDictionary<string, SourceSize> brought)
    {
        var (width, height) = (ask.Width ?? limits.DefaultWidth, ask.Height ?? limits.DefaultHeight);
        if (!brought.TryGetValue(sha256, out var size))
            return Refusal.Invalid("source.unknown", field, $"The {name} is not here, or no longer: one that nothing begins from is kept for an hour. Bring it again.");
        return (size.Width, size.Height) == (width, height)
            ? null
            : Refusal.Invalid("source.wrong_size", field, $"The {name} is {size.Width}x{size.Height}, the picture asked for {width}x{height}. Make them equal.");
    }
}
