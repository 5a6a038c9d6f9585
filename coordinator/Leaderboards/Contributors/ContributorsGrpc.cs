using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>Contributors and one's own machines on the wire.</summary>
internal sealed class ContributorsGrpc(ViewContributor view, CertifyContributor certify, ReadMachines machines, IDbContextFactory<GridDb> databases) : Contracts.V1.Contributors.ContributorsBase
{
    public override async Task<Contributor> Get(GetContributorRequest request, ServerCallContext context) =>
        (await view.RunAsync(request.Name, context.CancellationToken) ?? throw Unknown.ToRpc()).ToWire();

    public override async Task<Certificate> Certify(CertifyRequest request, ServerCallContext context) => await certify.RunAsync(request.Name, context.CancellationToken) switch
    {
        CertifyOutcome.Certified certified => certified.ToWire(),
        CertifyOutcome.Unknown => throw Unknown.ToRpc(),
        CertifyOutcome.NotBegun => throw NotBegun.ToRpc(),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };

    public override async Task<ListMachinesResponse> ListMachines(ListMachinesRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        var account = context.Allow(KeyScopes.Read).AccountId;
        await using var db = await databases.CreateDbContextAsync(context.CancellationToken);
        await db.Database.OpenConnectionAsync(context.CancellationToken);
        var own = await machines.RunOwnAsync(db, account, context.CancellationToken);
        return new() { Machines = { own.Select(one => one.ToWire()) }, MachineCount = own.Count < ReadMachines.Most ? own.Count : await ReadMachines.Of(db, account).CountAsync(context.CancellationToken) };
    }

    private static Refusal Unknown { get; } = Refusal.NotFound("contributor.unknown", "Nobody of this name has contributed. Look at the spelling, or at the leaderboard.");

    private static Refusal NotBegun { get; } = Refusal.Busy("log.not_begun", "The ledger's log has no signed head yet. It gets one some seconds after the grid's first start; come again then.", TimeSpan.FromSeconds(10));
}
