using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Tests.Tolerances;

/// <summary>Tables made up for tests.</summary>
internal static class Tables
{
    public const double RawTau = 1e-3;
    public const double GuidedTau = 1e-2;

    public static ToleranceTable Sound { get; } = new()
    {
        Version = 1,
        BundleId = "pocket",
        BundleVersion = 1,
        EngineVersion = "3.0",
        Reference = "CPU, one thread",
        Classes = [ClassOf("fp32", "CPU", "CUDA"), ClassOf("fp16", "DIRECTML")],
        Plausibility = [BoundsOf(SamplerKind.Ddim, 4), BoundsOf(SamplerKind.Ddim, 8), BoundsOf(SamplerKind.Euler, 4)],
    };

    public static PrecisionClass ClassOf(string name, params string[] providers) => new()
    {
        Name = name,
        Providers = providers,
        Guidance = 4,
        Margin = 3.5,
        Bins = [.. TimestepBins.Bounds(1000).Select((below, bin) => new ToleranceBin(below, 40, new(-9, 0.1, RawTau * (bin + 1)), new(-7, 0.1, GuidedTau)))],
    };

    public static PlausibilityBounds BoundsOf(SamplerKind sampler, double guidance) => new()
    {
        Sampler = sampler,
        Guidance = guidance,
        Bins = [.. TimestepBins.Bounds(1000).Select(below => new PlausibilityBin(below, 1.1, 2, 0.95))],
    };
}
