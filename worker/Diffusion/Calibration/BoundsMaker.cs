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

    /// <param name="traits">Of some pictures.</param>
    public static PlausibilityBounds Of(SamplerKind sampler, double guidance, IReadOnlyList<StepTraits> traits, int trainingSteps) => new()
    {
        Sampler = sampler,
        Guidance = guidance,
        Bins = [.. ScheduleParts.Of(traits, one => one.Timestep, trainingSteps).Select(part => new PlausibilityBin(
            part.Below, MostUsual([.. part.Inside.Select(one => one.Norm)]), part.Inside.Max(one => one.Clean), Math.Clamp(part.Inside.Min(one => one.Cosine), -1, 1)))],
    };

    /// <summary>The 99th percentile: as counted or, where it lies higher, as a log-normal distribution has it. A count over few pictures is too low.</summary>
    private static double MostUsual(double[] norms)
    {
        var logs = norms.Select(ExactMath.Log).ToArray();
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / Math.Max(1, logs.Length - 1));
        return Math.Max(norms.Order().ElementAt((int)(Percentile * (norms.Length - 1))), ExactMath.Exp(mean + (DeviationsOfPercentile * deviation)));
    }
}
