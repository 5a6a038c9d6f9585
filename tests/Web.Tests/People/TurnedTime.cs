namespace LaionGrid.Web.Tests.People;

/// <summary>The real clock, which a test turns forward. Timers keep real time, so nothing that waits hangs.</summary>
internal sealed class TurnedTime : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
