using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>What stands around a request, from a script.</summary>
internal sealed class ScriptedAsking(Script script) : Asking.AskingBase
{
    public override Task<EstimateResponse> Estimate(EstimateRequest request, ServerCallContext context)
    {
        script.StumbleIfScripted();
        script.Estimated.Add(request);
        ScriptedRequests.ThrowIfSet(script.EstimateRefusal);
        return Task.FromResult(script.Estimate);
    }

    public override Task<RequestView> Retry(RetryRequest request, ServerCallContext context)
    {
        ScriptedRequests.ThrowIfSet(script.ChangeRefusal);
        script.Retried.Add((request.RequestId, request.RequestKey));
        return Task.FromResult(script.Views.Last());
    }
}
