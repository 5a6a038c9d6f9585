using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// UniPC of second order, multistep, on the predicted clean sample (Zhao and others, 2023): each evaluation first
/// corrects the step that led to it, and then predicts the next.
/// </summary>
internal sealed class UniPcSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
    : MultistepSampler(schedule, NoiseLevels.OfMultistep(schedule, plan, roundsKarras: true), length)
{
    private readonly float[] _start = new float[length];
    private readonly float[] _before = new float[length];
    private readonly float[] _earlier = new float[length];

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (signal, noise) = LevelOf(evaluation);
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
            CleanBuffer[index] = (float)prediction.Clean(sample[index], output[index], signal, noise);
        if (evaluation > 0)
            Correct(evaluation - 1, sample);
        sample.CopyTo(_start);
        _before.CopyTo(_earlier, 0);
        Clean.CopyTo(_before);
        Predict(evaluation, sample);
    }

    private void Predict(int step, Span<float> sample)
    {
        if (IsFirstOrder(step))
            Move(step, 0, 0, sample);
        else
            Move(step, Gain(step) * 0.5 / Lag(step), 0, sample);
    }

    /// <summary>The step again, now that the network's output at its end is known. Its weights solve the order conditions of the paper.</summary>
    private void Correct(int step, Span<float> sample)
    {
        if (IsFirstOrder(step))
        {
            Move(step, 0, Gain(step) * 0.5, sample);
            return;
        }
        var (size, lag) = (StepSize(step), Lag(step));
        var phi1 = ((1 - (Ratios[step + 1] / Ratios[step])) / size) - 1;
        var phi2 = (phi1 / -size) - 0.5;
        var (right1, right2) = (-phi1 / Weight(step), -2 * phi2 / Weight(step));
        var earlier = (right1 - right2) / (1 - lag);
        Move(step, Gain(step) * earlier / lag, Gain(step) * (right1 - earlier), sample);
    }

    /// <summary>A step of first order from where it began, bent by the change from its beginning back to the earlier output and on to the latest.</summary>
    private void Move(int step, double earlier, double latest, Span<float> sample)
    {
        var keep = LevelOf(step + 1).Noise / LevelOf(step).Noise;
        var share = LevelOf(step + 1).Signal * (1 - (Ratios[step + 1] / Ratios[step]));
        for (var index = 0; index < sample.Length; index++)
        {
            double clean = _before[index];
            sample[index] = (float)((keep * _start[index]) + (share * clean) + (earlier * (_earlier[index] - clean)) + (latest * (CleanBuffer[index] - clean)));
        }
    }

    private bool IsFirstOrder(int step) =>
        step == 0 || Schedule.Options.SolverOrder == 1 || !CanBend(step) || (Schedule.Options.LowerOrderFinal && step == Timesteps.Count - 1);

    /// <summary>-B(-h), above 0.</summary>
    private double Weight(int step) => Schedule.Options.SolverType == SolverType.Bh1 ? StepSize(step) : 1 - (Ratios[step + 1] / Ratios[step]);

    private double Gain(int step) => LevelOf(step + 1).Signal * Weight(step);

    /// <summary>Where the earlier output lies, in steps of this size from its beginning; below 0.</summary>
    private double Lag(int step) => -StepSize(step - 1) / StepSize(step);
}
