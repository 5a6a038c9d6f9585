namespace LaionGrid.Worker.Idle.Linux;

/// <summary>
/// What an X server counts since the last input, by its screen saver extension, through libxcb: unlike Xlib that never ends the program
/// when the server goes. Under Wayland an X server sees only part of the input, and is not asked.
/// </summary>
internal sealed class X11Input(Func<string, string?> environment, TimeProvider time) : IInputSource, IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private XcbConnection? _server;
    private long? _failed;

    public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (environment("DISPLAY") is not { Length: > 0 } display || environment("WAYLAND_DISPLAY") is { Length: > 0 })
            return new((TimeSpan?)null);
        if (_server is null && _failed is { } failed && time.GetElapsedTime(failed) < Rest)
            return new((TimeSpan?)null);
        _server ??= XcbConnection.Open(display);
        var idle = _server?.QueryIdle();
        if (idle is null)
        {
            Dispose();
            _failed = time.GetTimestamp();
        }
        return new(idle);
    }

    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
    }
}
