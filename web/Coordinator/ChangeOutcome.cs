using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Coordinator;

/// <summary>A request that somebody says is theirs.</summary>
/// <param name="Key">That it was made with; empty for whoever has an account.</param>
internal sealed record RequestClaim(string RequestId, string Key);

/// <summary>What became of a change to a request.</summary>
internal abstract record ChangeOutcome
{
    internal sealed record Changed(RequestView Request) : ChangeOutcome;

    internal sealed record Refused(Refusal Refusal) : ChangeOutcome;
}
