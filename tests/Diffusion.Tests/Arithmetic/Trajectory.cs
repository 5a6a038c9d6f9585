using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// Whole runs over the deterministic dummy model of diffusers' scheduler tests, output = sample · t / (t + 1). As in those tests, and
/// unlike in rendering, the step is taken from the scaled sample, which makes the figures of Euler and Heun what they are.
/// </summary>
internal static class Trajectory
{
    private const int Length = 768;
    private const int Batch = 4;

    /// <summary>0/768, 1/768, ... 767/768 in those tests' shape: four pictures of 192, the picture's number counting fastest.</summary>
    public static float[] DummySample => [.. Enumerable.Range(0, Length).Select(index => (((index % (Length / Batch)) * Batch) + (index / (Length / Batch))) / (float)Length)];

    /// <summary>767/768 down to 0/768, in the same shape.</summary>
    public static float[] DummyNoise => [.. DummySample.Select(value => ((Length - 1f) / Length) - value)];

    /// <summary>From noise: the sample is scaled, then taken through every step.</summary>
    public static void Run(SamplerKind kind, ScheduleOptions options, int steps, float[] sample)
    {
        var sampler = Create(kind, options, new() { Steps = steps }, sample.Length);
        foreach (ref var value in sample.AsSpan())
            value = (float)(value * sampler.InitialScale);
        Take(sampler, sample);
    }

    /// <summary>The stream of seed 0, which those tests draw from.</summary>
    public static Sampler Create(SamplerKind kind, ScheduleOptions options, SamplingPlan plan, int length) =>
        Sampler.Create(kind, new NoiseSchedule(options), plan, length, new TorchNoise(0));

    /// <param name="onStep">Sees the sample after each evaluation.</param>
    public static void Take(Sampler sampler, float[] sample, Action<int>? onStep = null)
    {
        var (scaled, output) = (new float[sample.Length], new float[sample.Length]);
        for (var step = 0; step < sampler.Timesteps.Count; step++)
        {
            sampler.ScaleInput(step, sample, scaled);
            scaled.CopyTo(sample, 0);
            var time = (float)sampler.Timesteps[step];
            for (var index = 0; index < output.Length; index++)
                output[index] = sample[index] * time / (time + 1);
            sampler.Step(step, output, sample);
            onStep?.Invoke(step);
        }
    }
}
