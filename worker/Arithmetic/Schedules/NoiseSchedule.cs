using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Arithmetic.Schedules;

/// <summary>The training noise: ā over the training steps, and the timesteps that a run of n steps takes. All in double.</summary>
public sealed class NoiseSchedule
{
    private const double MaxBeta = 0.999;
    internal const int MultistepSpare = 2;

    /// <summary>Stands for ā = 0 where something is divided by it, as in diffusers: the least positive number of half precision.</summary>
    private const double LeastAlpha = 1.0 / (1 << 24);

    private readonly double[] _alphasCumulative;

    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two training steps, betas outside 0 to 1, or another option out of its range.</exception>
    public NoiseSchedule(ScheduleOptions options)
    {
        Check(options);
        Options = options;
        _alphasCumulative = new double[options.TrainingSteps];
        var product = 1.0;
        for (var step = 0; step < options.TrainingSteps; step++)
            _alphasCumulative[step] = product *= 1 - Beta(step);
        if (options.RescaleZeroSnr)
            Rescale();
    }

    public ScheduleOptions Options { get; }

    /// <summary>The noise level that the last step ends at, where the sampler lets the options choose.</summary>
    internal double LastSigma => Options.FinalSigma == FinalSigma.Zero ? 0 : Sigma(0);

    /// <summary>ā of training step 0 to TrainingSteps - 1. Zero at most at the last, and then under <see cref="ScheduleOptions.RescaleZeroSnr"/> alone.</summary>
    public double AlphaCumulative(int timestep) => _alphasCumulative[timestep];

    /// <summary>As <see cref="AlphaCumulative"/>, but never zero.</summary>
    public double PositiveAlpha(int timestep) => _alphasCumulative[timestep] == 0 ? LeastAlpha : _alphasCumulative[timestep];

    /// <summary>Noise over signal, √((1-ā)/ā), at a timestep that may lie between two training steps: linear between their values.</summary>
    public double Sigma(double timestep)
    {
        var below = (int)Math.Floor(timestep);
        var part = timestep - below;
        var sigma = SigmaAt(below);
        return part == 0 ? sigma : sigma + (part * (SigmaAt(below + 1) - sigma));
    }

    /// <summary>
    /// The timesteps of a run, falling. Rounded under every spacing unless <paramref name="fractional"/> (then linspace is not).
    /// Without a spacing in the options it is linspace for fractional ones and leading for the others.
    /// </summary>
    /// <param name="steps">1 to TrainingSteps.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no, or more than TrainingSteps, steps.</exception>
    public double[] Timesteps(int steps, bool fractional)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Options.TrainingSteps);
        return (Options.Spacing ?? (fractional ? TimestepSpacing.Linspace : TimestepSpacing.Leading)) switch
        {
            TimestepSpacing.Leading => Leading(steps, Options.TrainingSteps / steps),
            TimestepSpacing.Trailing => Trailing(steps),
            _ => Linspace(steps, steps - 1, fractional),
        };
    }

    /// <summary>As <see cref="Timesteps"/>, as multistep solvers space them: as if there were one step more, and linspace unless the options say otherwise.</summary>
    /// <param name="steps">1 to TrainingSteps - 2: with more, two timesteps could be the same, and a multistep solver divides by what lies between.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no or too many steps.</exception>
    public double[] MultistepTimesteps(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, Options.TrainingSteps - MultistepSpare);
        return (Options.Spacing ?? TimestepSpacing.Linspace) switch
        {
            TimestepSpacing.Leading => Leading(steps, Options.TrainingSteps / (steps + 1), first: 1),
            TimestepSpacing.Trailing => Trailing(steps),
            _ => Linspace(steps, steps, fractional: false),
        };
    }

    private static void Check(ScheduleOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TrainingSteps, 2, nameof(options));
        if (!(options.BetaStart > 0 && options.BetaEnd < 1 && options.BetaStart <= options.BetaEnd))
            throw new ArgumentOutOfRangeException(nameof(options), $"Betas go from above 0 to below 1, not {options.BetaStart} to {options.BetaEnd}.");
        if (options.SolverOrder is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(options), $"The solver order is 1 or 2, not {options.SolverOrder}.");
        if (!(options.ClipSampleRange > 0))
            throw new ArgumentOutOfRangeException(nameof(options), $"The clean sample is clipped to a range above 0, not {options.ClipSampleRange}.");
        if (options.OriginalInferenceSteps < 1 || options.OriginalInferenceSteps > options.TrainingSteps)
            throw new ArgumentOutOfRangeException(nameof(options), $"The original inference steps are 1 to {options.TrainingSteps}, not {options.OriginalInferenceSteps}.");
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
        var alpha = PositiveAlpha(Math.Min(timestep, Options.TrainingSteps - 1));
        return Math.Sqrt((1 - alpha) / alpha);
    }

    private double Beta(int step)
    {
        if (Options.BetaSchedule == BetaSchedule.SquaredCosine)
            return Math.Min(1 - (SquaredCosine(step + 1) / SquaredCosine(step)), MaxBeta);
        var part = (double)step / (Options.TrainingSteps - 1);
        if (Options.BetaSchedule == BetaSchedule.Linear)
            return Options.BetaStart + (part * (Options.BetaEnd - Options.BetaStart));
        var (start, end) = (Math.Sqrt(Options.BetaStart), Math.Sqrt(Options.BetaEnd));
        var root = start + (part * (end - start));
        return root * root;
    }

    /// <summary>cos²((t + 0.008) / 1.008 · π/2), a quarter turn.</summary>
    private double SquaredCosine(int step)
    {
        var cosine = ExactMath.CosSinOfTurns((((double)step / Options.TrainingSteps) + 0.008) / 1.008 / 4).Cos;
        return cosine * cosine;
    }

    /// <summary>Shifts √ā so that it ends at 0 and stretches it so that it begins where it did.</summary>
    private void Rescale()
    {
        var (first, last) = (Math.Sqrt(_alphasCumulative[0]), Math.Sqrt(_alphasCumulative[^1]));
        foreach (ref var alpha in _alphasCumulative.AsSpan())
        {
            var root = (Math.Sqrt(alpha) - last) * (first / (first - last));
            alpha = root * root;
        }
        if (Options.Prediction == PredictionType.Epsilon)
            _alphasCumulative[^1] = LeastAlpha; // ε tells nothing of a clean sample that has no part in x
    }
}
