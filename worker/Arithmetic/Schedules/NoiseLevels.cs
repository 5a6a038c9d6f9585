namespace LaionGrid.Arithmetic.Schedules;

/// <summary>What a run on noise levels goes through.</summary>
/// <param name="Timesteps">Where the network is asked, falling.</param>
/// <param name="Sigmas">The noise level σ of each of them, falling, and after them the one that the last step ends at.</param>
internal sealed record NoiseLevels(double[] Timesteps, double[] Sigmas)
{
    /// <summary>As Euler's method takes them: between the noisiest and the cleanest of its timesteps, which keep their fractions.</summary>
    /// <param name="last">The level that the last step ends at.</param>
    public static NoiseLevels OfEuler(NoiseSchedule schedule, SamplingPlan plan, SigmaSpacing spacing, double last)
    {
        var timesteps = schedule.Timesteps(plan.Steps, fractional: true);
        if (spacing == SigmaSpacing.Model)
            return From(plan.FirstStep, timesteps, [.. timesteps.Select(schedule.Sigma), last]);
        var curve = new SigmaCurve(schedule);
        var sigmas = SigmaCurve.Between(schedule.Sigma(timesteps[0]), schedule.Sigma(timesteps[^1]), plan.Steps, spacing);
        return From(plan.FirstStep, [.. sigmas.Select(curve.TimestepOf)], [.. sigmas, last]);
    }

    /// <summary>As multistep solvers take them: between the noisiest and the cleanest training step, at whole timesteps.</summary>
    /// <param name="roundsKarras">Karras timesteps are rounded when true and cut off when false, as exponential ones are.</param>
    public static NoiseLevels OfMultistep(NoiseSchedule schedule, SamplingPlan plan, bool roundsKarras)
    {
        var timesteps = schedule.MultistepTimesteps(plan.Steps);
        var (spacing, last) = (schedule.Options.Sigmas, schedule.LastSigma);
        if (spacing == SigmaSpacing.Model)
            return From(plan.FirstStep, timesteps, [.. timesteps.Select(schedule.Sigma), last]);
        var curve = new SigmaCurve(schedule);
        var sigmas = SigmaCurve.Between(schedule.Sigma(schedule.Options.TrainingSteps - 1), schedule.Sigma(0), plan.Steps, spacing);
        var rounds = roundsKarras && spacing == SigmaSpacing.Karras;
        double Whole(double timestep) => rounds ? Math.Round(timestep, MidpointRounding.ToEven) : Math.Floor(timestep);
        return From(plan.FirstStep, [.. sigmas.Select(curve.TimestepOf).Select(Whole)], [.. sigmas, last]);
    }

    /// <summary>Every level twice but the first, for a method that comes back to where its first half-step led.</summary>
    public NoiseLevels Twice() =>
        new([Timesteps[0], .. Timesteps[1..].SelectMany(Pair)], [Sigmas[0], .. Sigmas[1..^1].SelectMany(Pair), Sigmas[^1]]);

    private static double[] Pair(double value) => [value, value];

    private static NoiseLevels From(int first, double[] timesteps, double[] sigmas) => new(timesteps[first..], sigmas[first..]);
}
