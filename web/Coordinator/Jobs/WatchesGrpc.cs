using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>All that visitors watch, over one call to the coordinator: what a stream costs is paid once, not by each open page.</summary>
internal sealed class WatchesGrpc(GrpcChannel channel, PersonTokens people, TimeProvider time) : IAsyncDisposable
{
    private readonly Requests.RequestsClient _requests = new(channel);
    private readonly Lock _lock = new();
    private WatchLineGrpc? _line;

    /// <summary>Begins to watch a request, for this person or for nobody in particular; dispose the watch to end it.</summary>
    public async Task<RequestWatch> BeginAsync(string requestId, Person? person, CancellationToken cancellationToken)
    {
        var request = new WatchManyRequest { RequestId = requestId, Authorization = person is null ? "" : people.Prove(person) };
        while (true)
        {
            if (await Line().BeginAsync(request, cancellationToken) is { } watch)
                return watch;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is { } line)
            await line.DisposeAsync();
    }

    /// <summary>One that broke ended its watches itself.</summary>
    private WatchLineGrpc Line()
    {
        lock (_lock)
            return _line = _line is { IsOver: false } ? _line : new(_requests, time);
    }
}
