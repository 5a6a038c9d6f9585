using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>One of many watches: whatever ends it is told, and ends no other.</summary>
internal sealed class WatchOneGrpc(FollowRequestGrpc follow, FindCaller callers, Failures failures)
{
    public async Task RunAsync(WatchManyRequest request, Func<Sighting, Task> tell, CancellationToken cancellationToken)
    {
        var last = new Sighting { WatchId = request.WatchId };
        try
        {
            var caller = request.Authorization.Length > 0 ? await callers.RunAsync(request.Authorization, cancellationToken) : Caller.Anonymous;
            await follow.RunAsync(
                RequestOwnersGrpc.Read(request.RequestId), caller, previews: true, view => tell(new() { WatchId = request.WatchId, View = view }), cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            last.Refusal = failures.ToRpc(error, "A watch").Refusal() ?? Failed.ToWire();
        }
        await tell(last);
    }

    private static Edge.Refusal Failed { get; } = Edge.Refusal.Busy("coordinator.failed", "The coordinator failed at this. Watch again in a moment.", TimeSpan.FromSeconds(1));
}
