using Grpc.Core;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Which request a call means, and whether it is the caller's to change.</summary>
internal static class RequestOwnersGrpc
{
    public static Refusal Unknown { get; } = Refusal.NotFound("request.unknown", "There is no such request here. Check its address.");

    private static readonly Refusal NotYours = new(
        RefusalKind.NotAllowed, "request.not_yours",
        "This request is not yours to change. Send a key of the account that made it or, where no account did, the request_key that it was made with.");

    public static RequestId Read(string text) => Ids.Read<RequestId>(text) ?? throw Unknown.ToRpc();

    public static async Task RequireOwnerAsync(this ViewRequest view, RequestId id, string requestKey, ServerCallContext context)
    {
        var request = await view.RunAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw Unknown.ToRpc();
        var caller = context.Allow(KeyScopes.Generate);
        if (!RequestOwnerPolicy.MayChange(new(caller.AccountId, requestKey, caller.Role == KeyRole.Operator), new(request.AccountId, request.RequestKey)))
            throw NotYours.ToRpc();
    }
}
