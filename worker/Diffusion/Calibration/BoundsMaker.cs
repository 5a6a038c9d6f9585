using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>Makes bounds of what honest trajectories looked like.</summary>
internal static class BoundsMaker
{
    private const double Percentile = 0.99;

    /// <summary>Standard deviations above the mean that a hundredth of a normal distribution exceeds.</summary>
    private const double DeviationsOfPercentile = 2.326;

    /// <param name="traits">Of some pictures, with steps in all parts of the schedule.</param>
    public static PlausibilityBounds Of(SamplerKind sampler, double guidance, IReadOnlyList<StepTraits> traits, int trainingSteps)
    {
        var from = 0.0;
        return new()
        {
            Sampler = sampler,
            Guidance = guidance,
            Bins = [.. TimestepBins.Bounds(trainingSteps).Select((below, bin) =>
            {
                var isLast = bin == TimestepBins.Count - 1;
                var inside = traits.Where(one => one.Timestep >= from && (isLast || one.Timestep < below)).ToArray();
                from = below;
                return new PlausibilityBin(below, MostUsual([.. inside.Select(one => one.Norm)]), inside.Max(one => one.Clean), Math.Clamp(inside.Min(one => one.Cosine), -1, 1));
            })],
        };
    }

    /// <summary>The 99th percentile: as counted or, where it lies higher, as a log-normal distribution has it. A count over few pictures is too low.</summary>
    private static double MostUsual(double[] norms)
    {
        var logs = norms.Select(ExactMath.Log).ToArray();
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / Math.Max(1, logs.Length - 1));
        return Math.Max(norms.Order().ElementAt((int)(Percentile * (norms.Length - 1))), ExactMath.Exp(mean + (DeviationsOfPercentile * deviation)));
    }
}
