using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LaionGrid.TestKit.Chaos;

/// <summary>
/// A TCP proxy on loopback whose network can be made to fail. Each connection holds at most two small buffers; what a stalled one is
/// sent beyond them waits at its sender. Safe to call from any thread.
/// </summary>
public sealed class UnreliableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<UnreliableLink, Task> _links = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly IPEndPoint _target;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passage = Opened();
    private volatile bool _isRefusing;
    private long _delayTicks;
    private long _bytesPassed;

    /// <param name="time">The clock of <see cref="Delay"/>; null for the real one.</param>
    public UnreliableProxy(int targetPort, TimeProvider? time = null)
    {
        (_target, _time) = (new(IPAddress.Loopback, targetPort), time ?? TimeProvider.System);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Connections open now.</summary>
    public int Connections => _links.Count;

    /// <summary>Of all connections so far, both ways.</summary>
    public long BytesPassed => Interlocked.Read(ref _bytesPassed);

    /// <summary>How long each piece is kept before it goes on. Default zero.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Nothing goes on any more; connections stay, and new ones are taken, as by a path that loses every packet.</summary>
    public void Stall()
    {
        if (_passage.Task.IsCompleted)
            _passage = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Ends every connection politely, as a peer that stops does.</summary>
    public void Drop() => End(link => link.Drop());

    /// <summary>Ends every connection with a reset, as a peer that was killed does.</summary>
    public void Reset() => End(link => link.Reset());

    /// <summary>New connections are reset at once, as by a host where nothing listens; those that are open stay.</summary>
    public void Refuse() => _isRefusing = true;

    /// <summary>Refuses, and resets every connection.</summary>
    public void Cut()
    {
        Refuse();
        Reset();
    }

    /// <summary>All is well again: what was stalled goes on, without delay, and new connections are let in.</summary>
    public void Heal()
    {
        (_isRefusing, Delay) = (false, TimeSpan.Zero);
        _passage.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        Reset();
        await Task.WhenAll(_links.Values);
        _ending.Dispose();
    }

    /// <summary>Returns when a piece may go on.</summary>
    internal async Task PassAsync(int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _bytesPassed, bytes);
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay, _time, cancellationToken);
        await _passage.Task.WaitAsync(cancellationToken);
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_ending.Token);
                var link = new UnreliableLink(this, near);
                if (_isRefusing)
                    link.Reset();
                else
                    Begin(link);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The proxy ends, or a caller gave up before it was let in; the loop's condition tells which.
            }
        }
    }

    /// <summary>It is listed before it does anything: whoever sees the connection can end it, and it is not listed any more when it has ended.</summary>
    private void Begin(UnreliableLink link)
    {
        var running = new Task<Task>(() => RunAsync(link));
        _links[link] = running.Unwrap();
        running.Start(TaskScheduler.Default);
    }

    private async Task RunAsync(UnreliableLink link)
    {
        await link.RunAsync(_target, _ending.Token);
        _links.TryRemove(link, out _);
    }

    private void End(Action<UnreliableLink> end)
    {
        foreach (var link in _links.Keys)
            end(link);
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
