using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>What stands around a request, on the wire.</summary>
internal sealed class AskingGrpc(EstimateAsk estimate, RetryFailed retry, ViewRequest view, LiveProgress live) : Asking.AskingBase
{
    public override async Task<EstimateResponse> Estimate(EstimateRequest request, ServerCallContext context)
    {
        RequestMessagesGrpc.RefuseUnknownSampler(request.Settings);
        return await estimate.RunAsync(request.ToAsk(), request.Settings?.BundleId ?? "", context.Caller(), context.CancellationToken) switch
        {
            EstimateOutcome.Estimated estimated => estimated.Estimate.ToWire(),
            EstimateOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<RequestView> Retry(RetryRequest request, ServerCallContext context)
    {
        var id = RequestOwnersGrpc.Read(request.RequestId);
        await view.RequireOwnerAsync(id, request.RequestKey, context);
        await retry.RunAsync(id, context.CancellationToken);
        return (await view.RunAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw RequestOwnersGrpc.Unknown.ToRpc()).ToWire(live, previews: false, context.Caller());
    }
}
