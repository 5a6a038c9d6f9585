using System.Diagnostics.CodeAnalysis;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Jobs that need the same of a worker: one bundle, one size class, and whether it must know how to begin from a picture. Written as "pocket/s", or
/// "pocket/s+source".
/// </summary>
internal readonly record struct Lane(string BundleId, SizeClass Size, bool HasSource = false)
{
    private const string FromSource = "+source";

    // Least first, as the enum.
    private static readonly string[] Names = ["s", "m", "l", "xl"];
    private static readonly long[] MaxPixels = [512 * 512, 768 * 768, 1024 * 1024, long.MaxValue];

    // Estimates, not measurements: weights stay the same, activations grow with the pixels, and attention faster.
    private static readonly double[] MemoryFactors = [1, 1.5, 2.2, 4];

    public static Lane Of(RenderSettings settings) => Of(settings.BundleId, settings.Width, settings.Height) with { HasSource = settings.HasSource };

    public static Lane Of(string bundleId, int width, int height) =>
        new(bundleId, (SizeClass)Array.FindIndex(MaxPixels, most => (long)width * height <= most));

    /// <summary>Memory that a job of this lane needs, an estimate in MiB.</summary>
    /// <param name="bundleMiB">What the bundle needs for a small picture.</param>
    public long NeedMiB(long bundleMiB) => (long)Math.Ceiling(bundleMiB * MemoryFactors[(int)Size]);

    public override string ToString() => $"{BundleId}/{Names[(int)Size]}{(HasSource ? FromSource : "")}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Lane? lane)
    {
        var hasSource = text.EndsWith(FromSource, StringComparison.Ordinal);
        text = hasSource ? text[..^FromSource.Length] : text;
        var slash = text.LastIndexOf('/');
        var size = slash < 1 ? -1 : Array.IndexOf(Names, text[(slash + 1)..]);
        lane = size < 0 ? null : new(text[..slash], (SizeClass)size, hasSource);
        return lane is not null;
    }
}
