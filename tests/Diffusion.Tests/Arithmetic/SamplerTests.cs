using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Euler)]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    public void Step_WhenTheNetworkIsRight_EndsAtTheCleanSample(SamplerKind kind)
    {
        var schedule = new NoiseSchedule(new() { SetAlphaToOne = true });
        var (clean, noise) = (Trajectory.DummySample, new float[Trajectory.DummySample.Length]);
        new TorchNoise(5).Fill(noise);
        var sampler = Sampler.Create(kind, schedule, new() { Steps = 12 }, clean.Length, new TorchNoise(0));
        // At the highest noise the sample is nearly the noise; beginning exactly on the path, the true ε stays constant along it.
        var sigma = schedule.Sigma(sampler.Timesteps[0]);
        var signal = kind == SamplerKind.Euler ? 1 : 1 / Math.Sqrt((sigma * sigma) + 1);
        var sample = clean.Zip(noise, (x, z) => (float)(signal * (x + (sigma * z)))).ToArray();

        for (var step = 0; step < 12; step++)
            sampler.Step(step, noise, sample);

        Assert.InRange(Reference.LargestDifference(clean, sample), 0, 1e-4);
        Assert.InRange(Reference.LargestDifference(clean, sampler.Clean), 0, 1e-4);
    }

    [Fact]
    public void Step_WithASampleOfAnotherLength_IsRefused()
    {
        var sampler = Sampler.Create(SamplerKind.Ddim, new NoiseSchedule(new()), new() { Steps = 4 }, 8, new TorchNoise(0));

        Assert.Throws<ArgumentException>(() => sampler.Step(0, new float[8], new float[9]));
    }
}
