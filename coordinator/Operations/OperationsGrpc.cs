using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Operations;

/// <summary>The operator's view of this coordinator, on the wire.</summary>
internal sealed class OperationsGrpc(
    Statements statements, WaitingRoom room, LeaseBook book, QueueGauge gauge, DispatchCounts counts, EtaCalibration calibration, ProveLedger prove, RebuildBalances rebuild, CountCanaries canaries, TimeProvider time)
    : Contracts.V1.Operations.OperationsBase
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public override Task<Vitals> GetVitals(GetVitalsRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        var vitals = new Vitals
        {
            Statements = statements.Sent,
            Transactions = statements.Committed,
            Connections = statements.Open,
            Attending = room.Count,
            Queued = gauge.Queued,
            Leases = book.Count,
            Offers = counts.Offers,
            OffersLapsed = counts.OffersLapsed,
            SecondAttempts = counts.SecondAttemptsBegun,
        };
        if (calibration.Share(EtaOutcome.Inside) is { } kept)
            vitals.EtaKept = kept;
        return Task.FromResult(vitals);
    }

    public override async Task<Canaries> GetCanaries(GetCanariesRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        var count = await canaries.RunAsync(time.GetUtcNow() - Month, context.CancellationToken);
        return new() { Ended = count.Ended, Faulty = count.Faulty };
    }

    public override async Task<LedgerProof> ProveLedger(ProveLedgerRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        return new() { Findings = { await prove.RunAsync(context.CancellationToken) } };
    }

    public override async Task<LedgerProof> RebuildLedger(RebuildLedgerRequest request, ServerCallContext context)
    {
        context.Require(KeyRole.Operator);
        await rebuild.RunAsync(context.CancellationToken);
        return new() { Findings = { await prove.RunAsync(context.CancellationToken) } };
    }
}
