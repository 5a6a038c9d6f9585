using System.Globalization;
using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

public sealed class NoiseScheduleTests
{
    private static readonly NoiseSchedule Pocket = new(new() { BetaEnd = 0.02, Prediction = PredictionType.Velocity });

    [Fact]
    public void AlphaCumulative_OfTheBundledModel_IsTheReferences() => Assert.All(
        Reference.Values.GetProperty("alphas_cumprod").EnumerateObject(),
        alpha => Assert.Equal(alpha.Value.GetDouble(), Pocket.AlphaCumulative(int.Parse(alpha.Name, CultureInfo.InvariantCulture)), 1e-14));

    [Fact]
    public void Timesteps_OfTwentyLeadingSteps_AreTheReferences() =>
        Assert.Equal(Reference.Integers(Reference.Values.GetProperty("timesteps_20")), Pocket.Timesteps(20, fractional: false).Select(step => (int)step));

    /// <summary>Table 2 of Lin and others, "Common diffusion noise schedules and sample steps are flawed" (2023), for ten steps of a thousand, from 0.</summary>
    [Theory]
    [InlineData(TimestepSpacing.Leading, new[] { 900.0, 800, 700, 600, 500, 400, 300, 200, 100, 0 })]
    [InlineData(TimestepSpacing.Trailing, new[] { 999.0, 899, 799, 699, 599, 499, 399, 299, 199, 99 })]
    [InlineData(TimestepSpacing.Linspace, new[] { 999.0, 888, 777, 666, 555, 444, 333, 222, 111, 0 })]
    public void Timesteps_UnderEachSpacing_AreThePublished(TimestepSpacing spacing, double[] expected) =>
        Assert.Equal(expected, new NoiseSchedule(new() { Spacing = spacing, StepsOffset = 0 }).Timesteps(10, fractional: false));

    [Theory]
    [InlineData(TimestepSpacing.Leading)]
    [InlineData(TimestepSpacing.Trailing)]
    [InlineData(TimestepSpacing.Linspace)]
    public void MultistepTimesteps_OfAnyCount_FallStrictly(TimestepSpacing spacing)
    {
        var schedule = new NoiseSchedule(new() { Spacing = spacing });

        Assert.All(Enumerable.Range(1, 998), steps =>
        {
            var timesteps = schedule.MultistepTimesteps(steps);
            Assert.All(timesteps.Zip(timesteps.Skip(1)), pair => Assert.True(pair.First > pair.Second));
            Assert.InRange(timesteps[^1], 0, 999);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void MultistepTimesteps_WhenTheyCannotAllDiffer_AreRefused(int steps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Pocket.MultistepTimesteps(steps));

    [Fact]
    public void Sigma_BetweenTwoTrainingSteps_LiesBetweenTheirs() => Assert.Equal((Pocket.Sigma(10) + Pocket.Sigma(11)) / 2, Pocket.Sigma(10.5), 1e-15);

    [Theory]
    [InlineData(0.02, 0.01)]
    [InlineData(0, 0.02)]
    [InlineData(0.001, 1)]
    public void Schedule_WithBetasThatCannotBe_IsRefused(double start, double end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseSchedule(new() { BetaStart = start, BetaEnd = end }));

    /// <summary>Without a spacing in the options, each family of samplers has its own.</summary>
    [Fact]
    public void Timesteps_WithoutASpacing_AreTheSamplersOwn()
    {
        var schedule = new NoiseSchedule(new());

        Assert.Equal([801, 601, 401, 201, 1], schedule.Timesteps(5, fractional: false));
        Assert.Equal([999, 749.25, 499.5, 249.75, 0], schedule.Timesteps(5, fractional: true));
        Assert.Equal([999, 799, 599, 400, 200], schedule.MultistepTimesteps(5));
    }

    [Fact]
    public void AlphaCumulative_OfAZeroTerminalSchedule_EndsAtNothingAndBeginsAsBefore()
    {
        var (usual, rescaled) = (new NoiseSchedule(new()), new NoiseSchedule(new() { RescaleZeroSnr = true, Prediction = PredictionType.Velocity }));

        Assert.Equal(usual.AlphaCumulative(0), rescaled.AlphaCumulative(0), 1e-15);
        Assert.Equal(0, rescaled.AlphaCumulative(999));
        Assert.Equal(4095.999, rescaled.Sigma(999), 1e-3); // √(2^24 - 1): as near to it as a division allows
    }

    /// <summary>Nichol and Dhariwal, "Improved denoising diffusion probabilistic models" (2021), formula 17: ā = f(t) / f(0), until betas are cut.</summary>
    [Fact]
    public void AlphaCumulative_OfASquaredCosine_IsThePapers()
    {
        var schedule = new NoiseSchedule(new() { BetaSchedule = BetaSchedule.SquaredCosine });

        Assert.All((int[])[0, 99, 499, 899], step => Assert.Equal(Cosine((step + 1) / 1000.0) / Cosine(0), schedule.AlphaCumulative(step), 1e-12));
        Assert.Equal(0.001, schedule.AlphaCumulative(999) / schedule.AlphaCumulative(998), 1e-12);

        static double Cosine(double time) => Math.Pow(Math.Cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    [Fact]
    public void Schedule_WithOptionsOutOfTheirRange_IsRefused() => Assert.All(
        (ScheduleOptions[])[new() { TrainingSteps = 1 }, new() { SolverOrder = 3 }, new() { SolverOrder = 0 }, new() { ClipSampleRange = 0 }, new() { OriginalInferenceSteps = 0 }, new() { OriginalInferenceSteps = 1001 }],
        options => Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseSchedule(options)));
}
