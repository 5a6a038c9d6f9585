using System.Net;
using System.Net.Sockets;

namespace LaionGrid.TestKit.Chaos;

/// <summary>One connection through an <see cref="UnreliableProxy"/>: what either end sends reaches the other as the proxy lets it.</summary>
internal sealed class UnreliableLink(UnreliableProxy proxy, Socket near) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly Socket _far = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private bool _isEnded;

    /// <summary>Connects, and passes on until both ends have said all, or either is gone.</summary>
    public async Task RunAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        using var _ = this;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        try
        {
            near.NoDelay = true;
            await _far.ConnectAsync(target, cancellationToken); // that of a connection which only drops is not broken off: it would be reset
            await Task.WhenAll(PumpAsync(near, _far, either.Token), PumpAsync(_far, near, either.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            Reset(); // one end is gone, so the other is told
        }
    }

    /// <summary>Both ends read the end of the stream. The sockets are closed when nothing reads from them any more: closing one that is read from resets it.</summary>
    public void Drop() => End(socket => socket.Shutdown(SocketShutdown.Send), _ended.Cancel);

    /// <summary>Both ends read a reset.</summary>
    public void Reset() => End(socket => socket.LingerState = new(true, 0), () =>
    {
        near.Close();
        _far.Close();
    });

    public void Dispose()
    {
        lock (_lock)
            _isEnded = true;
        near.Dispose();
        _far.Dispose();
        _ended.Dispose();
    }

    /// <summary>The first farewell is the one that both ends hear.</summary>
    private void End(Action<Socket> farewell, Action close)
    {
        lock (_lock)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            foreach (var socket in new[] { near, _far })
                TrySay(farewell, socket);
            close();
        }
    }

    private static void TrySay(Action<Socket> farewell, Socket socket)
    {
        try
        {
            farewell(socket);
        }
        catch (SocketException)
        {
            // Not connected yet, or not any more: there is nobody to say it to.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, cancellationToken)) > 0;)
            {
                await proxy.PassAsync(read, cancellationToken);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellationToken);
            }
            await proxy.PassAsync(0, cancellationToken);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await _ended.CancelAsync(); // the other way has nobody to speak to either
            throw;
        }
    }
}
