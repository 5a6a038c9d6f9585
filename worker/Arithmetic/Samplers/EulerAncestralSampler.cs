using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Arithmetic.Samplers;

/// <summary>
/// Euler's method to below the next noise level, and fresh noise back up to it: the ancestral sampling of denoising diffusion (Ho and
/// others, 2020) between noise levels, as in k-diffusion.
/// </summary>
internal sealed class EulerAncestralSampler(NoiseSchedule schedule, SamplingPlan plan, int length, TorchNoise stream)
    : SigmaSampler(schedule, NoiseLevels.OfEuler(schedule, plan, SigmaSpacing.Model, last: 0), length)
{
    private readonly float[] _fresh = new float[length];

    private protected override void Take(int evaluation, ReadOnlySpan<float> output, Span<float> sample)
    {
        var (sigma, next) = (Sigmas[evaluation], Sigmas[evaluation + 1]);
        var down = next * next / sigma;
        var up = next * Math.Sqrt((sigma - next) * (sigma + next)) / sigma; // down² + up² = next²
        stream.Fill(_fresh); // for the last step too, which takes none of it: diffusers draws then as well
        var prediction = Schedule.Options.Prediction;
        for (var index = 0; index < sample.Length; index++)
        {
            double x = sample[index];
            var clean = prediction.Clean(x, output[index], sigma);
            CleanBuffer[index] = (float)clean;
            sample[index] = (float)(x + ((x - clean) / sigma * (down - sigma)) + (up * _fresh[index]));
        }
    }
}
