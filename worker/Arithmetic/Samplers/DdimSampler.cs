using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>Denoising diffusion implicit model, η = 0 (Song, Meng and Ermon, 2021, formula 12).</summary>
internal sealed class DdimSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
    : AlphaSampler(schedule, schedule.Timesteps(plan.Steps, fractional: false)[plan.FirstStep..], length)
{
    private readonly int _stride = schedule.Options.TrainingSteps / plan.Steps;

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var timestep = (int)Timesteps[evaluation];
        var (signal, noise) = Split(Schedule.AlphaCumulative(timestep));
        var (signalBefore, noiseBefore) = Split(AlphaAt(timestep - _stride));
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index], y = output[index];
            var clean = Clip(prediction.Clean(x, y, signal, noise));
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)((signalBefore * clean) + (noiseBefore * prediction.Epsilon(x, y, signal, noise)));
        }
    }
}
