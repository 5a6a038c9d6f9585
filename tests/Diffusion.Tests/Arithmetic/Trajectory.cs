using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// Whole runs over the deterministic dummy model of diffusers' scheduler tests, output = sample · t / (t + 1). As in those tests, and
/// unlike in rendering, the step is taken from the scaled sample, which makes Euler's figures what they are.
/// </summary>
internal static class Trajectory
{
    /// <summary>0/768, 1/768, ... 767/768; the order of elements does not matter to a sampler.</summary>
    public static float[] DummySample => [.. Enumerable.Range(0, 768).Select(index => index / 768f)];

    public static void Run(SamplerKind kind, ScheduleOptions options, int steps, float[] sample)
    {
        var sampler = Sampler.Create(kind, new NoiseSchedule(options), new() { Steps = steps }, sample.Length, new TorchNoise(0));
        var (scaled, output) = (new float[sample.Length], new float[sample.Length]);
        foreach (ref var value in sample.AsSpan())
            value = (float)(value * sampler.InitialScale);
        for (var step = 0; step < sampler.Timesteps.Count; step++)
        {
            sampler.ScaleInput(step, sample, scaled);
            scaled.CopyTo(sample, 0);
            var time = (float)sampler.Timesteps[step];
            for (var index = 0; index < output.Length; index++)
                output[index] = sample[index] * time / (time + 1);
            sampler.Step(step, output, sample);
        }
    }
}
