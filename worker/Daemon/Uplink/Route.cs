namespace LaionGrid.Worker.Uplink;

/// <summary>How connections to the coordinator are made.</summary>
/// <param name="ConnectAsync">Makes one; null to connect to it plainly. What goes over it, TLS included, stays between worker and coordinator.</param>
internal sealed record Route(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? ConnectAsync)
{
    public static Route Plain { get; } = new(ConnectAsync: null);

    public void Take(SocketsHttpHandler handler)
    {
        if (ConnectAsync is null)
            return;
        (handler.ConnectCallback, handler.UseProxy) = (ConnectAsync, false);
    }
}
