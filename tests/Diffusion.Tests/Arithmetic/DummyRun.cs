using LaionGrid.Arithmetic.Noise;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

/// <summary>
/// Whole runs over the deterministic dummy model of diffusers' scheduler tests, output = sample · t / (t + 1). As in those tests, and
/// unlike in rendering, the step is taken from the scaled sample, which makes the figures of Euler and Heun what they are.
/// </summary>
internal static class DummyRun
{
    private const int Batch = 4;

    public static float[] DummySample => Dummy(768);

    public static float[] DummyNoise => Flipped(DummySample);

    /// <summary>0/n, 1/n, ... in those tests' shape: four pictures of n/4 elements, the picture's number counting fastest.</summary>
    public static float[] Dummy(int length) =>
        [.. Enumerable.Range(0, length).Select(index => ((index % (length / Batch) * Batch) + (index / (length / Batch))) / (float)length)];

    /// <summary>The dummy noise that goes with a dummy sample: the same numbers, counted from the other end.</summary>
    public static float[] Flipped(float[] dummy) => [.. dummy.Select(value => ((dummy.Length - 1f) / dummy.Length) - value)];

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
