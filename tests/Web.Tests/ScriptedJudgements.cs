using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>Tells what the script says that people said.</summary>
internal sealed class ScriptedJudgements(Script script) : Judgements.JudgementsBase
{
    public override Task<Judgement> Get(GetJudgementRequest request, ServerCallContext context)
    {
        script.FindPicture(request.JobId, context);
        return Task.FromResult(script.Judgement);
    }

    public override Task<Arena> GetArena(GetArenaRequest request, ServerCallContext context) => Task.FromResult(script.Arena);
}
