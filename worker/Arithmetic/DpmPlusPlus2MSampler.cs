namespace LaionGrid.Arithmetic;

/// <summary>
/// DPM-Solver++ of second order, multistep, midpoint (Lu and others, 2022, algorithm 2), on variance-preserving samples: with
/// k = σ/α the exponentials of the paper are plain ratios of k, and only the step sizes need a logarithm.
/// </summary>
internal sealed class DpmPlusPlus2MSampler : Sampler
{
    private const int FewSteps = 15;

    private readonly double[] _ratios;
    private readonly float[] _before;
    private readonly bool _isShort;

    public DpmPlusPlus2MSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
        : base(schedule, schedule.MultistepTimesteps(plan.Steps)[plan.FirstStep..], length)
    {
        _isShort = plan.Steps < FewSteps;
        _ratios = [.. Timesteps.Select(schedule.Sigma), schedule.Options.FinalSigma == FinalSigma.Zero ? 0 : schedule.Sigma(0)];
        _before = new float[length];
    }

    public override double InitialScale => 1;

    private protected override void Take(int step, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (signal, noise) = Split(_ratios[step]);
        var (signalNext, noiseNext) = Split(_ratios[step + 1]);
        var isVelocity = Schedule.Options.Prediction == PredictionType.Velocity;
        var keep = noiseNext / noise;
        var fresh = signalNext * (1 - (_ratios[step + 1] / _ratios[step])); // α (1 - e^-h)
        var slope = IsFirstOrder(step) ? 0 : 0.5 / StepRatio(step);
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index], y = output[index];
            var clean = (float)(isVelocity ? (signal * x) - (noise * y) : (x - (noise * y)) / signal);
            var bent = clean + (slope * ((double)clean - _before[index]));
            sample[index] = (float)((keep * x) + (fresh * bent));
            CleanBuffer[index] = clean;
            _before[index] = clean;
        }
    }

    private protected override (double Signal, double Noise) LevelOf(int evaluation) => Split(_ratios[evaluation]);

    /// <summary>The first step has no earlier one; the last cannot bend towards zero noise, nor does it in short runs.</summary>
    private bool IsFirstOrder(int step)
    {
        var isLast = step == Timesteps.Count - 1;
        return step == 0 || (isLast && (_ratios[^1] == 0 || (Schedule.Options.LowerOrderFinal && _isShort)));
    }

    /// <summary>The step before over this one, in log-signal-to-noise.</summary>
    private double StepRatio(int step) =>
        ExactMath.Log(_ratios[step - 1] / _ratios[step]) / ExactMath.Log(_ratios[step] / _ratios[step + 1]);

    private static (double Signal, double Noise) Split(double ratio)
    {
        var signal = 1 / Math.Sqrt((ratio * ratio) + 1);
        return (signal, ratio * signal);
    }
}
