using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>Euler's method on the probability flow, without churn (Karras and others, 2022, algorithm 2).</summary>
internal sealed class EulerSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
    : SigmaSampler(schedule, NoiseLevels.OfEuler(schedule, plan, schedule.Options.Sigmas, schedule.LastSigma), length)
{
    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (sigma, next) = (Sigmas[evaluation], Sigmas[evaluation + 1]);
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index];
            var clean = prediction.Clean(x, output[index], sigma);
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)(x + ((x - clean) / sigma * (next - sigma)));
        }
    }
}
