using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>Tells how a request stands, now and again at each change, until it is final.</summary>
internal sealed class FollowRequestGrpc(ViewRequest view, QueueSignal queue, LiveProgress live, TimeProvider time)
{
    /// <summary>How often a waiting request's places are counted anew.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(2);

    /// <param name="tell">Is awaited before the next look, so whoever is slow misses views between, never the last one.</param>
    /// <exception cref="Grpc.Core.RpcException">There is no such request for this caller.</exception>
    public async Task RunAsync(RequestId id, Caller caller, bool previews, Func<RequestView, Task> tell, CancellationToken cancellationToken)
    {
        var viewer = Viewer.Of(caller);
        using var watcher = queue.Watch(id);
        for (RequestView? last = null; ; await watcher.Signal.WaitAsync(LookAnyway, time, cancellationToken))
        {
            var snapshot = await view.RunAsync(id, viewer, cancellationToken) ?? throw RequestOwnersGrpc.Unknown.ToRpc();
            var message = snapshot.ToWire(live, previews, caller);
            if (!message.Equals(last))
                await tell(message);
            if (snapshot.IsFinal)
                return;
            last = message;
        }
    }
}
