namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// What the desktop tells logind: that it is idle, after its own minutes, and since when. Some desktops never tell; then the machine counts
/// as in use, which harms nobody.
/// </summary>
internal sealed class LogindInput(IBus system, TimeProvider time) : IInputSource
{
    private static readonly BusProperty Hint = new("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "IdleHint");
    private static readonly BusProperty Since = Hint with { Name = "IdleSinceHint" };

    public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (await system.GetAsync(Hint, cancellationToken) is not bool isIdle)
            return null;
        if (!isIdle)
            return TimeSpan.Zero;
        var idle = await system.GetAsync(Since, cancellationToken) is ulong microseconds ? time.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds) : TimeSpan.Zero;
        return idle > TimeSpan.Zero ? idle : TimeSpan.Zero;
    }
}
