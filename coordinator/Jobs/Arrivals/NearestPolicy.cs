using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>A picture's bundle and size.</summary>
internal readonly record struct PictureKind(string BundleId, int Width, int Height)
{
    /// <summary>Whether it begins from a picture.</summary>
    public bool HasSource { get; init; }

    public Lane Lane => Lane.Of(BundleId, Width, Height) with { HasSource = HasSource };
}

/// <summary>
/// What comes nearest to a kind of picture that nobody can make: smaller ones of the same bundle and shape, then the other bundles in their
/// order, each as near to the size as it may draw, then smaller. Pure.
/// </summary>
internal static class NearestPolicy
{
    /// <returns>Null when none of them can be made either.</returns>
    public static PictureKind? Find(PictureKind wished, IReadOnlyList<Bundle> bundles, Predicate<Lane> canBeServed) =>
        bundles.OrderByDescending(bundle => bundle.Id == wished.BundleId)
            .SelectMany(bundle => Candidates(wished, bundle.Id, bundle.Limits))
            .Where(candidate => candidate != wished && canBeServed(candidate.Lane))
            .Select(candidate => (PictureKind?)candidate).FirstOrDefault();

    /// <summary>The largest size of each size class that is no larger than wished, the largest class first.</summary>
    internal static IEnumerable<PictureKind> Candidates(PictureKind wished, string bundleId, BundleLimits limits)
    {
        SizeClass? last = null;
        var longest = Math.Clamp(Multiple(Math.Max(wished.Width, wished.Height), limits), limits.MinSide, limits.MaxSide);
        for (var side = longest; side >= limits.MinSide; side -= limits.SideStep)
        {
            var candidate = InShape(wished, bundleId, side, limits);
            if ((long)candidate.Width * candidate.Height > limits.MaxPixels || candidate.Lane.Size == last)
                continue;
            last = candidate.Lane.Size;
            yield return candidate;
        }
    }

    private static PictureKind InShape(PictureKind wished, string bundleId, int longest, BundleLimits limits)
    {
        var (wide, tall) = ((double)wished.Width, (double)wished.Height);
        var shortest = Math.Clamp(Multiple((int)Math.Round(longest * Math.Min(wide, tall) / Math.Max(wide, tall)), limits), limits.MinSide, longest);
        return (wished.Width >= wished.Height ? new PictureKind(bundleId, longest, shortest) : new(bundleId, shortest, longest)) with { HasSource = wished.HasSource };
    }

    private static int Multiple(int side, BundleLimits limits) => (int)Math.Round((double)side / limits.SideStep) * limits.SideStep;
}
