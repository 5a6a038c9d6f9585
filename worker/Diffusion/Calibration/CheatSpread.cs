using LaionGrid.Arithmetic.Tolerances;

namespace LaionGrid.Diffusion.Calibration;

/// <summary>How well a class's tolerances tell one cheat from honest steps.</summary>
/// <param name="Caught">Share of the cheated steps that exceed the tolerance.</param>
/// <param name="Times">First percentile of how many times the tolerance they are: above 1 all but the nearest hundredth are caught.</param>
public sealed record CheatSpread(string Name, int Steps, double Caught, double Times)
{
    /// <param name="steps">Cheated ones, at least one.</param>
    public static CheatSpread Of(string name, PrecisionClass one, IReadOnlyCollection<MeasuredStep> steps)
    {
        var times = steps.Select(step => one.TimesTolerance(step.Residual, step.Timestep)).Order().ToArray();
        return new(name, times.Length, times.Count(value => value > 1) / (double)times.Length, times[times.Length / 100]);
    }
}
