namespace LaionGrid.Worker.Tests.Uplink;

/// <summary>A clock on which every pause is over at once, and remembered. What happens in a pause instead of waiting can be said.</summary>
internal sealed class PauseRecorder : TimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public Action? OnPause { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            Pauses.Add(dueTime);
        return base.CreateTimer(_ => (OnPause ?? (() => callback(state)))(), null, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
