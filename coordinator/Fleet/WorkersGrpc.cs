using Grpc.Core;
using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>A worker as the caller of a method.</summary>
internal sealed record CallingWorker(WorkerId WorkerId, WorkerRole Role, AccountId AccountId);

internal static class WorkersGrpc
{
    /// <summary>The calling worker; anyone else is refused.</summary>
    public static CallingWorker RequireWorker(this ServerCallContext context)
    {
        var caller = context.Require(KeyRole.Worker, KeyRole.Referee);
        var role = caller.Role == KeyRole.Referee ? WorkerRole.Referee : WorkerRole.Volunteer;
        return new(new WorkerId(caller.Holder ?? throw new InvalidOperationException("A worker's key without a worker.")), role, caller.AccountId);
    }
}
