namespace LaionGrid.Web.Tests;

/// <summary>The real clock, but timers of one length ring almost at once.</summary>
internal sealed class HurriedTime(TimeSpan hurried) : TimeProvider
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == hurried ? Soon : dueTime, period);
}
