using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LaionGrid.Benchmarks.Streams;

/// <summary>Many browsers' ends of event streams: bare sockets that count what comes and keep nothing of it. Safe to read from any thread.</summary>
internal sealed class EventStreams : IAsyncDisposable
{
    private const int BufferBytes = 4096;
    private const int OpenedAtOnce = 200;

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Task> _reading = [];
    private long _events;
    private long _bytes;
    private int _broken;

    /// <summary>Events heard so far, of all streams.</summary>
    public long Events => Interlocked.Read(ref _events);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Streams that the site ended.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>Opens them all and has heard of each once.</summary>
    public static async Task<EventStreams> OpenAsync(int port, int streams, int requests, CancellationToken cancellationToken)
    {
        var made = new EventStreams();
        foreach (var some in Enumerable.Range(0, streams).Chunk(OpenedAtOnce))
            await Task.WhenAll(some.Select(index => made.OpenOneAsync(port, $"request-{index % requests}", cancellationToken)));
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_reading);
        _leaving.Dispose();
    }

    private async Task OpenOneAsync(int port, string request, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /requests/{request}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), cancellationToken);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_reading)
            _reading.Add(ReadAsync(socket, heard));
        await heard.Task.WaitAsync(cancellationToken);
    }

    private async Task ReadAsync(Socket socket, TaskCompletionSource heard)
    {
        using (socket)
        {
            var (buffer, last) = (new byte[BufferBytes], (byte)0);
            try
            {
                for (int read; (read = await socket.ReceiveAsync(buffer, _leaving.Token)) > 0;)
                {
                    var ended = CountEnds(buffer.AsSpan(0, read), ref last);
                    Interlocked.Add(ref _events, ended);
                    Interlocked.Add(ref _bytes, read);
                    if (ended > 0)
                        heard.TrySetResult();
                }
                Interlocked.Increment(ref _broken);
            }
            catch (OperationCanceledException)
            {
                // This end leaves.
            }
        }
    }

    /// <summary>An event ends with an empty line, which nothing else in the answer has.</summary>
    private static int CountEnds(ReadOnlySpan<byte> bytes, ref byte last)
    {
        var ends = 0;
        foreach (var one in bytes)
        {
            if (one == '\n' && last == '\n')
                ends++;
            last = one;
        }
        return ends;
    }
}
