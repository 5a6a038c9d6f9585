namespace LaionGrid.Worker.Idle.Linux;

/// <summary>GNOME's own count of milliseconds without input, on Wayland and X11. Needs the session's bus, so a worker that runs as its user.</summary>
internal sealed class MutterInput(IBus session) : IInputSource
{
    private static readonly BusProperty Idle = new("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor", "GetIdletime");

    public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken) =>
        await session.CallAsync(Idle, cancellationToken) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
