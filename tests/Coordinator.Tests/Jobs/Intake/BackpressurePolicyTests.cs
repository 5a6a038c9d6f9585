using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

public sealed class BackpressurePolicyTests
{
    [Fact]
    public void RetryAfter_WhenOverTheBound_IsTheTimeToServeTheRest() =>
        Assert.Equal(TimeSpan.FromSeconds(50), BackpressurePolicy.RetryAfter(1_100, 1_000, picturesPerSecond: 2, jitter: 0));

    [Theory]
    [InlineData(1_001, 1_000.0)]
    [InlineData(5_000_000, 0.1)]
    [InlineData(5_000_000, null)]
    [InlineData(10, 0.0)]
    public void RetryAfter_Whatever_IsBetweenFiveSecondsAndTenMinutes(long queued, double? rate)
    {
        foreach (var jitter in new[] { 0, 0.5, 1 })
            Assert.InRange(BackpressurePolicy.RetryAfter(queued, 1_000, rate, jitter).TotalSeconds, 5, 600);
    }

    [Theory]
    [InlineData(1_001, 1_000.0)]
    [InlineData(5_000_000, null)]
    public void RetryAfter_AtEitherEnd_StillScattersWhoComesBack(long queued, double? rate) =>
        Assert.NotEqual(BackpressurePolicy.RetryAfter(queued, 1_000, rate, 0.2), BackpressurePolicy.RetryAfter(queued, 1_000, rate, 0.8));
}
