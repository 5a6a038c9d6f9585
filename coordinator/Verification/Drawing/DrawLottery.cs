using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Drawing;

/// <summary>The lottery at the end of a render: most attempts of a proven worker are accepted on its standing, in the transaction that finishes them.</summary>
internal sealed class DrawLottery(VerificationSecret secret, TrustBook trusts, Credits credits, SpeedBook speeds, IOptions<VerificationOptions> options, TimeProvider time) : ILottery
{
    public byte[] TicketOf(AttemptId attempt) => Lottery.Ticket(secret.Bytes, attempt);

    public async Task<IReadOnlyDictionary<AttemptId, Draw>> DrawAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken)
    {
        var standings = await trusts.ReadAsync(db, renders, cancellationToken);
        return renders.ToDictionary(render => render.Lease.Id, render => DrawOne(render, standings[render.Lease.Id]));
    }

    public async Task SettleAsync(GridDb db, IReadOnlyList<FinishedRender> renders, IReadOnlyDictionary<AttemptId, Draw> draws, CancellationToken cancellationToken)
    {
        var audits = renders.Where(render => draws[render.Lease.Id].IsAudited).Select(render => AuditOf(render, draws[render.Lease.Id])).ToList();
        await db.InsertAsync(audits, cancellationToken);
        await TrustBook.AskedAsync(db, audits, cancellationToken);
        await credits.AcceptedAsync(
            db, renders.Where(render => !draws[render.Lease.Id].IsAudited).Select(render => new Earning(render.Lease.Id, render.Lease.WorkerId, render.Lease.AccountId, render.Lease.Settings.BundleId, draws[render.Lease.Id].CreditMflop)).ToList(), cancellationToken);
    }

    private Draw DrawOne(FinishedRender render, Standing standing)
    {
        var ticket = TicketOf(render.Lease.Id);
        var plan = TrustPolicy.Plan(standing.Passed, render.Lease.Settings.Steps, standing.FaultShare, options.Value);
        if (TrustPolicy.IsTooFast(render.Lease.CostMflop, render.Took, SpeedsOf(render.Lease), options.Value))
            plan = plan with { Rate = 1 };
        return new(
            Lottery.IsDrawn(ticket, render.Commitment, plan.Rate), plan.Rate, plan.Checks, Lottery.Decodes(ticket, render.Commitment, plan.DecodeShare),
            standing.Runtime, (long)Math.Round(render.Lease.CostMflop * plan.PayShare));
    }

    private SpeedQuantiles? SpeedsOf(GrantedLease lease) => lease.DeviceClass.Length == 0 ? null : speeds.Find(lease.DeviceClass, lease.Settings.BundleId);

    private Audit AuditOf(FinishedRender render, Draw draw) => new()
    {
        AttemptId = render.Lease.Id,
        WorkerId = render.Lease.WorkerId,
        AccountId = render.Lease.AccountId,
        BundleId = render.Lease.Settings.BundleId,
        Runtime = draw.Runtime,
        Rate = draw.Rate,
        Checks = draw.Checks,
        Decodes = draw.Decodes,
        CreditMflop = draw.CreditMflop,
        DrawnAt = time.GetUtcNow(),
        Outcome = AuditOutcome.Open,
    };
}
