using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>One kind of picture that people ask for.</summary>
/// <param name="Share">Of all pictures.</param>
/// <param name="CostMflop">With 30 guided steps, from the graphs' counts in RESULTS.md.</param>
/// <param name="LoadSeconds">To load the bundle from disk into memory.</param>
/// <param name="DownloadSeconds">To fetch it first, as a median.</param>
internal sealed record Work(Lane Lane, double Share, int Side, long CostMflop, long BundleMiB, double LoadSeconds, double DownloadSeconds)
{
    /// <summary>Stable Diffusion 1.5 at two sizes and SDXL. Shares, loading and downloading are assumptions.</summary>
    public static readonly Work[] All =
    [
        Of("sd15", 512, 0.65, 51_000_000, 2_800, 5, 200),
        Of("sd15", 768, 0.10, 150_000_000, 2_800, 5, 200),
        Of("sdxl", 1024, 0.25, 410_000_000, 3_600, 12, 600),
    ];

    public const int Steps = 30;

    public long NeedMiB { get; } = Lane.NeedMiB(BundleMiB);

    private static Work Of(string bundle, int side, double share, long costMflop, long bundleMiB, double load, double download) =>
        new(Lane.Of(bundle, side, side), share, side, costMflop, bundleMiB, load, download);
}
