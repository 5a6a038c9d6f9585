using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Chaos;

/// <summary>Timers of a clock that a test turns do as those of the real one.</summary>
public sealed class ManualTimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Timer_EndedByOneThatFiresBeforeIt_DoesNotFire()
    {
        var (time, fired) = (new ManualTime(), 0);
        ITimer? ended = null;
        using var first = time.CreateTimer(_ => ended?.Dispose(), null, Second, Timeout.InfiniteTimeSpan);
        ended = time.CreateTimer(_ => fired++, null, Second, Second);

        time.Advance(Second);
        time.Advance(Second);

        Assert.Equal(0, fired);
    }

    [Fact]
    public void Timer_PutOffByOneThatFiresBeforeIt_FiresWhenItIsDue()
    {
        var (time, fired) = (new ManualTime(), 0);
        ITimer? late = null;
        using var first = time.CreateTimer(_ => late?.Change(Second, Timeout.InfiniteTimeSpan), null, Second, Timeout.InfiniteTimeSpan);
        using (late = time.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan))
        {
            time.Advance(Second);
            Assert.Equal(0, fired);
            time.Advance(Second);
        }

        Assert.Equal(1, fired);
    }
}
