using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// Heun's method on the probability flow, without churn (Karras and others, 2022, algorithm 1): two evaluations a step, the second at
/// the level that the first led to; one for the last step, which ends without noise.
/// </summary>
internal sealed class HeunSampler(NoiseSchedule schedule, SamplingPlan plan, int length)
    : SigmaSampler(schedule, NoiseLevels.OfEuler(schedule, plan, schedule.Options.Sigmas, last: 0).Twice(), length)
{
    private readonly float[] _start = new float[length];
    private readonly double[] _slope = new double[length];

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var isFirst = evaluation % 2 == 0;
        var begin = isFirst ? evaluation : evaluation - 1;
        var gap = Sigmas[begin + 1] - Sigmas[begin];
        if (isFirst)
            sample.CopyTo(_start);
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index];
            var clean = Clip(prediction.Clean(x, output[index], Sigmas[evaluation]));
            var slope = (x - clean) / Sigmas[evaluation];
            CleanBuffer[index] = (float)clean;
            _slope[index] = isFirst ? slope : (_slope[index] + slope) / 2;
            sample[index] = (float)(_start[index] + (_slope[index] * gap));
        }
    }
}
