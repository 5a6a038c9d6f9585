namespace LaionGrid.Arithmetic;

/// <summary>The training noise: ā over the training steps, and the timesteps that a run of n steps takes. All in double.</summary>
public sealed class NoiseSchedule
{
    private readonly double[] _alphasCumulative;

    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two training steps, or betas outside 0 to 1.</exception>
    public NoiseSchedule(ScheduleOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TrainingSteps, 2, nameof(options));
        if (!(options.BetaStart > 0 && options.BetaEnd < 1 && options.BetaStart <= options.BetaEnd))
            throw new ArgumentOutOfRangeException(nameof(options), $"Betas go from above 0 to below 1, not {options.BetaStart} to {options.BetaEnd}.");
        Options = options;
        _alphasCumulative = new double[options.TrainingSteps];
        var product = 1.0;
        for (var step = 0; step < options.TrainingSteps; step++)
            _alphasCumulative[step] = product *= 1 - Beta(step);
    }

    public ScheduleOptions Options { get; }

    /// <summary>ā of training step 0 to TrainingSteps - 1.</summary>
    public double AlphaCumulative(int timestep) => _alphasCumulative[timestep];

    /// <summary>Noise over signal, √((1-ā)/ā), at a timestep that may lie between two training steps: linear between their values.</summary>
    public double Sigma(double timestep)
    {
        var below = (int)Math.Floor(timestep);
        var part = timestep - below;
        var sigma = SigmaAt(below);
        return part == 0 ? sigma : sigma + (part * (SigmaAt(below + 1) - sigma));
    }

    /// <summary>The timesteps of a run, falling. Rounded under every spacing unless <paramref name="fractional"/> (then linspace is not).</summary>
    /// <param name="steps">1 to TrainingSteps.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no, or more than TrainingSteps, steps.</exception>
    public double[] Timesteps(int steps, bool fractional)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Options.TrainingSteps);
        return Options.Spacing switch
        {
            TimestepSpacing.Leading => Leading(steps, Options.TrainingSteps / steps),
            TimestepSpacing.Trailing => Trailing(steps),
            _ => Linspace(steps, steps - 1, fractional),
        };
    }

    /// <summary>As <see cref="Timesteps"/>, as multistep solvers space them: as if there were one step more.</summary>
    /// <param name="steps">1 to TrainingSteps - 2: with more, two timesteps could be the same, and a multistep solver divides by what lies between.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no or too many steps.</exception>
    public double[] MultistepTimesteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Options.TrainingSteps - 2);
        return Options.Spacing switch
        {
            TimestepSpacing.Leading => Leading(steps, Options.TrainingSteps / (steps + 1), first: 1),
            TimestepSpacing.Trailing => Trailing(steps),
            _ => Linspace(steps, steps, fractional: false),
        };
    }

    private double[] Leading(int steps, int ratio, int first = 0) =>
        [.. Enumerable.Range(0, steps).Select(index => (double)Math.Min(((steps - 1 - index + first) * ratio) + Options.StepsOffset, Options.TrainingSteps - 1))];

    private double[] Trailing(int steps) =>
        [.. Enumerable.Range(0, steps).Select(index => Math.Max(0, Math.Round(Options.TrainingSteps - (index * ((double)Options.TrainingSteps / steps)), MidpointRounding.ToEven) - 1))];

    /// <summary>From the last training step down; <paramref name="gaps"/> gaps would reach step 0.</summary>
    private double[] Linspace(int steps, int gaps, bool fractional) =>
        [.. Enumerable.Range(0, steps).Select(index => gaps == 0 ? 0 : (gaps - index) * ((double)(Options.TrainingSteps - 1) / gaps))
            .Select(timestep => fractional ? timestep : Math.Round(timestep, MidpointRounding.ToEven))];

    private double SigmaAt(int timestep)
    {
        var alpha = _alphasCumulative[Math.Min(timestep, Options.TrainingSteps - 1)];
        return Math.Sqrt((1 - alpha) / alpha);
    }

    private double Beta(int step)
    {
        var part = (double)step / (Options.TrainingSteps - 1);
        if (Options.BetaSchedule == BetaSchedule.Linear)
            return Options.BetaStart + (part * (Options.BetaEnd - Options.BetaStart));
        var (start, end) = (Math.Sqrt(Options.BetaStart), Math.Sqrt(Options.BetaEnd));
        var root = start + (part * (end - start));
        return root * root;
    }
}
