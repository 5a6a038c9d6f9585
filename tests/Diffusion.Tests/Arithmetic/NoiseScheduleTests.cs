using System.Globalization;
using LaionGrid.Arithmetic;

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
}
