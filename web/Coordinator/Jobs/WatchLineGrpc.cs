using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>One call to the coordinator that tells of many requests. When it breaks, every watch ends, and whoever still wants to know asks again.</summary>
internal sealed class WatchLineGrpc : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _writing = new(1, 1); // like the source, not disposed, which would free nothing: a visitor may still leave
    private readonly Dictionary<long, RequestWatch> _watches = [];
    private readonly AsyncDuplexStreamingCall<WatchManyRequest, Sighting> _call;
    private readonly PeriodicTimer _quiet;
    private readonly Task _reading;
    private readonly Task _ticking;
    private long _last;

    public WatchLineGrpc(Requests.RequestsClient requests, TimeProvider time)
    {
        _call = requests.WatchMany(cancellationToken: _ending.Token);
        _quiet = new PeriodicTimer(Quiet, time);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
        _ticking = Task.Run(TickAsync, CancellationToken.None);
    }

    public bool IsOver { get; private set; }

    /// <returns>Null when the line is over.</returns>
    public async Task<RequestWatch?> BeginAsync(WatchManyRequest request, CancellationToken cancellationToken)
    {
        if (Add(request) is not { } watch)
            return null;
        try
        {
            await WriteAsync(request, cancellationToken);
            return watch;
        }
        catch (OperationCanceledException)
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_reading, _ticking);
    }

    private RequestWatch? Add(WatchManyRequest request)
    {
        lock (_watches)
        {
            if (IsOver)
                return null;
            var id = request.WatchId = ++_last;
            return _watches[id] = new RequestWatch(() => LeaveAsync(id));
        }
    }

    private async ValueTask LeaveAsync(long id)
    {
        if (Remove(id) is { } watch)
        {
            watch.End();
            await WriteAsync(new() { WatchId = id }, CancellationToken.None);
        }
    }

    private RequestWatch? Remove(long id)
    {
        lock (_watches)
            return _watches.Remove(id, out var watch) ? watch : null;
    }

    private async Task WriteAsync(WatchManyRequest request, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _call.RequestStream.WriteAsync(request, CancellationToken.None);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException or OperationCanceledException)
        {
            await _reading; // it knows why the line is over, and has told its watches
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception why;
        try
        {
            Func<Task<bool>> step = () => _call.ResponseStream.MoveNext(_ending.Token);
            while (await CallsGrpc.GuardAsync(step, _ending.Token))
                Hear(_call.ResponseStream.Current);
            why = new CoordinatorAwayException(new EndOfStreamException("The coordinator ended its news."), null);
        }
#pragma warning disable CA1031 // Whatever it is, those who watch hear of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            why = error;
        }
        End(why);
    }

    private void Hear(Sighting sighting)
    {
        if (sighting.View is { } view)
        {
            Find(sighting.WatchId)?.Hear(view.ToView());
            return;
        }
        Remove(sighting.WatchId)?.End(sighting.Refusal?.ToView() is { } refusal ? Failure(refusal) : null);
    }

    // A name that cannot be right is answered like one that is unknown, and like one that is no more: the address leads nowhere.
    private static Exception? Failure(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.NotFound or RefusalKind.Invalid or RefusalKind.Gone => null,
        RefusalKind.Busy or RefusalKind.TooMany => new CoordinatorAwayException(new RefusedException(refusal), refusal),
        _ => new RefusedException(refusal),
    };

    private RequestWatch? Find(long id)
    {
        lock (_watches)
            return _watches.GetValueOrDefault(id);
    }

    private void End(Exception why)
    {
        RequestWatch[] watches;
        lock (_watches)
        {
            IsOver = true;
            watches = [.. _watches.Values];
            _watches.Clear();
        }
        foreach (var watch in watches)
            watch.End(why);
        _quiet.Dispose();
        _call.Dispose();
    }

    private async Task TickAsync()
    {
        while (await _quiet.WaitForNextTickAsync(CancellationToken.None))
        {
            lock (_watches)
                foreach (var watch in _watches.Values)
                    watch.Tick();
        }
    }
}
