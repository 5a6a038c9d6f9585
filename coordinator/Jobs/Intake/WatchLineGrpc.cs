using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>The watches of one call, which share the way back.</summary>
internal sealed class WatchLineGrpc(WatchOneGrpc one, IServerStreamWriter<Sighting> told, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int Most = 20_000;

    private readonly CancellationTokenSource _open = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<long, Watch> _watches = []; // its own lock: a watch leaves it, and only then lets go of what ends it

    /// <summary>Is cancelled when the call is over, or its reader cannot be told anything more.</summary>
    public CancellationToken Open => _open.Token;

    /// <exception cref="RpcException">There is a watch of this id.</exception>
    public Task BeginAsync(WatchManyRequest request)
    {
        lock (_watches)
        {
            if (_watches.ContainsKey(request.WatchId))
                throw Twice.ToRpc();
            if (_watches.Count < Most)
            {
                _watches[request.WatchId] = Begin(request);
                return Task.CompletedTask;
            }
        }
        return TellAsync(new() { WatchId = request.WatchId, Refusal = TooMany.ToWire() }, Open);
    }

    public Task EndAsync(long watchId)
    {
        lock (_watches)
            return _watches.TryGetValue(watchId, out var watch) ? watch.Ending.CancelAsync() : Task.CompletedTask;
    }

    /// <summary>Waits until each has ended by itself.</summary>
    public Task EndedAsync()
    {
        lock (_watches)
            return Task.WhenAll(_watches.Values.Select(watch => watch.Telling));
    }

    public async ValueTask DisposeAsync()
    {
        await _open.CancelAsync();
        await EndedAsync();
        _open.Dispose();
        _writing.Dispose();
    }

    private Watch Begin(WatchManyRequest request)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(Open);
        return new(ending, Task.Run(() => RunAsync(request, ending), CancellationToken.None));
    }

    private async Task RunAsync(WatchManyRequest request, CancellationTokenSource ending)
    {
        try
        {
            await one.RunAsync(request, sighting => TellAsync(sighting, ending.Token), ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
        finally
        {
            lock (_watches)
            {
                _watches.Remove(request.WatchId);
                ending.Dispose();
            }
        }
    }

    private async Task TellAsync(Sighting sighting, CancellationToken watching)
    {
        await _writing.WaitAsync(watching);
        try
        {
            await told.WriteAsync(sighting, Open); // not the watch's own token: half a message would spoil the line for all
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or RpcException)
        {
            await _open.CancelAsync();
            throw new OperationCanceledException("The line is broken.", error, Open);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static Refusal Twice { get; } = Refusal.Invalid("watch.twice", "watch_id", "There is a watch of this id in this call. Take another id for each.");

    private static Refusal TooMany { get; } =
        new(Edge.RefusalKind.TooMany, "watch.too_many", $"This call has {Most} watches already. End some, or open another call.", RetryAfter: TimeSpan.FromSeconds(5));

    private sealed record Watch(CancellationTokenSource Ending, Task Telling);
}
