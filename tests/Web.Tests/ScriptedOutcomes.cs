using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>Tells what the script says that became of pictures.</summary>
internal sealed class ScriptedOutcomes(Script script) : Outcomes.OutcomesBase
{
    public override Task<ListOutcomesResponse> List(ListOutcomesRequest request, ServerCallContext context)
    {
        script.OutcomesAsked.Add([.. request.JobIds]);
        return Task.FromResult(new ListOutcomesResponse { Outcomes = { script.Outcomes.Where(outcome => request.JobIds.Contains(outcome.JobId)) } });
    }
}
