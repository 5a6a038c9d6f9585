using System.Net;
using System.Net.Sockets;

namespace LaionGrid.TestKit.Chaos;

/// <summary>One connection through an <see cref="UnreliableProxy"/>: what either end sends reaches the other as the proxy lets it.</summary>
internal sealed class UnreliableLink(UnreliableProxy proxy, Socket near) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly Socket _far = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Connects, and passes on until both ends have said all, or either is gone.</summary>
    public async Task RunAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        using var _ = this;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        near.NoDelay = true;
        try
        {
            await _far.ConnectAsync(target, either.Token);
            await Task.WhenAll(PumpAsync(near, _far, either.Token), PumpAsync(_far, near, either.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            Reset(); // one end is gone, so the other is told; after Drop it has been told
        }
    }

    /// <summary>Both ends read the end of the stream.</summary>
    public void Drop() => Close(socket =>
    {
        if (socket.Connected)
            socket.Shutdown(SocketShutdown.Both);
    });

    /// <summary>Both ends read a reset.</summary>
    public void Reset() => Close(socket => socket.LingerState = new(true, 0));

    public void Dispose()
    {
        near.Dispose();
        _far.Dispose();
        _ended.Dispose();
    }

    private void Close(Action<Socket> farewell)
    {
        foreach (var socket in new[] { near, _far })
        {
            try
            {
                farewell(socket);
                socket.Close();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It is closed already, which is all that was wanted.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, cancellationToken)) > 0;)
            {
                await proxy.PassAsync(cancellationToken);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), cancellationToken);
            }
            await proxy.PassAsync(cancellationToken);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await _ended.CancelAsync(); // the other way has nobody to speak to either
            throw;
        }
    }
}
