using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// DPM-Solver++ of second order, multistep (Lu and others, 2022, algorithm 2): along the probability flow or, given a stream of noise,
/// along the stochastic equation (SDE-DPM-Solver++, in the same paper), where a step counts double and fresh noise makes good what it lost.
/// </summary>
internal sealed class DpmPlusPlus2MSampler(NoiseSchedule schedule, SamplingPlan plan, int length, TorchNoise? stream = null)
    : MultistepSampler(schedule, NoiseLevels.OfMultistep(schedule, plan, schedule.Options.BetaSchedule != BetaSchedule.SquaredCosine), length)
{
    private const int FewSteps = 15;

    private readonly float[] _before = new float[length];
    private readonly float[] _fresh = new float[length];

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (signal, noise) = LevelOf(evaluation);
        var (signalNext, noiseNext) = LevelOf(evaluation + 1);
        var ratio = Ratios[evaluation + 1] / Ratios[evaluation]; // e^-h
        var decay = stream is null ? ratio : ratio * ratio;
        var keep = stream is null ? noiseNext / noise : noiseNext / noise * ratio;
        var add = stream is null ? 0 : noiseNext * Math.Sqrt(1 - decay);
        var bend = IsFirstOrder(evaluation) ? 0 : Bend(evaluation, 1 - decay);
        stream?.Fill(_fresh); // for the last step too, which takes none of it: diffusers draws then as well
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index];
            var clean = (float)prediction.Clean(x, output[index], signal, noise);
            var bent = clean + (bend * ((double)clean - _before[index]));
            sample[index] = (float)((keep * x) + (signalNext * (1 - decay) * bent) + (add * _fresh[index]));
            CleanBuffer[index] = clean;
            _before[index] = clean;
        }
    }

    private bool IsFirstOrder(int step)
    {
        var options = Schedule.Options;
        var isLast = step == Timesteps.Count - 1;
        return step == 0 || options.SolverOrder == 1 || !CanBend(step)
            || (isLast && (options.EulerAtFinal || (options.LowerOrderFinal && plan.Steps < FewSteps)));
    }

    /// <summary>How far the clean sample is led on along its change over the step before.</summary>
    /// <param name="share">Of the clean sample in the step: 1 - e^-h, or 1 - e^-2h along the stochastic equation.</param>
    private double Bend(int step, double share)
    {
        var size = StepSize(step);
        var half = Schedule.Options.SolverType == SolverType.Heun ? (1 / share) - (1 / (stream is null ? size : 2 * size)) : 0.5;
        return half / (StepSize(step - 1) / size);
    }
}
