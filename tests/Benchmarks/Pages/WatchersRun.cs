using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>What do open live pages cost the site? Many connections listen to the one feed, which has news at every turn.</summary>
internal sealed class WatchersRun(int watchers, TimeSpan length)
{
    private static readonly byte[] Request = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();
    private static readonly byte[] Event = "event: grid"u8.ToArray();

    private long _events;

    /// <returns>A line of words.</returns>
    public async Task<string> RunAsync(SiteProcess site, CancellationToken cancellationToken)
    {
        var before = site.ResidentMiB;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sockets = new List<Socket>();
        try
        {
            var listening = new List<Task>();
            for (var index = 0; index < watchers; index++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, site.Port), cancellationToken);
                await socket.SendAsync(Request, cancellationToken);
                listening.Add(ListenAsync(socket, ending.Token));
            }
            Interlocked.Exchange(ref _events, 0);
            var (watch, spent) = (Stopwatch.StartNew(), site.Processor);
            await Task.Delay(length, TimeProvider.System, cancellationToken);
            var (took, cores) = (watch.Elapsed.TotalSeconds, (site.Processor - spent).TotalSeconds / watch.Elapsed.TotalSeconds);
            var line = $"{watchers} watchers over {took:0} s: {Interlocked.Read(ref _events) / took:0} events/s in all, {cores:0.000} cores, {site.ResidentMiB - before:0} MiB more than before ({site.ResidentMiB:0} MiB).";
            await ending.CancelAsync();
            await Task.WhenAll(listening);
            return line;
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task ListenAsync(Socket socket, CancellationToken cancellationToken)
    {
        var room = new byte[32 * 1024];
        try
        {
            while (await socket.ReceiveAsync(room, cancellationToken) is > 0 and var read)
                if (room.AsSpan(0, read).IndexOf(Event) >= 0)
                    Interlocked.Increment(ref _events);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
