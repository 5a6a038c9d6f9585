using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Duplicates;
using LaionGrid.Coordinator.Verification.Judging;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Drawing;

/// <summary>The lottery at the end of a render: most attempts of a proven worker are accepted on its standing, in the transaction that finishes them.</summary>
internal sealed class DrawLottery(
    VerificationSecret secret, TrustBook trusts, FindDuplicates duplicates, BundleCatalogue bundles, Credits credits, SpeedBook speeds, WaitingRoom room, IOptions<VerificationOptions> options, TimeProvider time) : ILottery
{
    public byte[] TicketOf(AttemptId attempt) => Lottery.Ticket(secret.Bytes, attempt);

    public async Task<IReadOnlyDictionary<AttemptId, Draw>> DrawAsync(GridDb db, IReadOnlyList<FinishedRender> renders, CancellationToken cancellationToken)
    {
        var standings = await trusts.ReadAsync(db, renders, cancellationToken);
        var alike = await duplicates.RunAsync(db, renders, cancellationToken);
        return renders.GroupBy(render => (render.Lease.WorkerId, render.Lease.Settings.BundleId, render.EngineVersion)) // of one worker's together the first ones count first
            .SelectMany(of => of.Select((render, before) => (render.Lease.Id, Draw: DrawOne(render, standings[render.Lease.Id], before, alike))))
            .ToDictionary(one => one.Id, one => one.Draw);
    }

    public async Task SettleAsync(GridDb db, IReadOnlyList<FinishedRender> renders, IReadOnlyDictionary<AttemptId, Draw> draws, CancellationToken cancellationToken)
    {
        await FindDuplicates.KeepAsync(db, renders, cancellationToken);
        var audits = renders.Where(render => draws[render.Lease.Id].IsAudited).Select(render => AuditOf(render, draws[render.Lease.Id])).ToList();
        await db.InsertAsync(audits, cancellationToken);
        await TrustBook.AskedAsync(db, audits, cancellationToken);
        await credits.AcceptedAsync(
            db, renders.Where(render => !draws[render.Lease.Id].IsAudited).Select(render => new Earning(render.Lease.Id, render.Lease.WorkerId, render.Lease.AccountId, render.Lease.Settings.BundleId, draws[render.Lease.Id].CreditMflop)).ToList(), cancellationToken);
    }

    /// <param name="before">Of its worker's that finished with it, those that count first.</param>
    /// <param name="alike">Attempts whose pictures look like others.</param>
    private Draw DrawOne(FinishedRender render, Standing standing, int before, IReadOnlySet<AttemptId> alike)
    {
        var ticket = TicketOf(render.Lease.Id);
        if (TrustPolicy.IsProven(standing.Passed, options.Value, standing.IsVouchedFor))
            room.Prove(render.Lease.WorkerId); // by earlier transactions, not by this one
        var (reason, plan) = PlanOf(render, standing, before, ticket);
        if (reason != AuditReason.Enrolment && CertainReasonOf(render, standing, alike) is { } why)
            (reason, plan) = (why, plan with { Rate = 1, DecodeShare = standing.IsWatched ? 1 : plan.DecodeShare }); // what it is watched for may be what it says of its pictures
        return new(
            Lottery.IsDrawn(ticket, render.Commitment, plan.Rate), reason, plan.Rate, plan.Checks, Lottery.Decodes(ticket, render.Commitment, plan.DecodeShare),
            standing.Runtime, ClassOf(render.Lease.Settings.BundleId, standing), (long)Math.Round(render.Lease.CostMflop * plan.PayShare));
    }

    private (AuditReason Reason, AuditPlan Plan) PlanOf(FinishedRender render, Standing standing, int before, byte[] ticket)
    {
        if (standing.Asked + before < options.Value.EnrolmentCanaries)
            return (AuditReason.Enrolment, TrustPolicy.Enrolment);
        var plan = TrustPolicy.Plan(standing.Passed, EvaluationsOf(render.Lease.Settings), standing.FaultShare, options.Value, standing.IsVouchedFor);
        if (plan.Rate >= 1)
            return (AuditReason.Proving, plan);
        return Lottery.IsCanary(ticket, render.Commitment, options.Value.CanaryShare) ? (AuditReason.Canary, TrustPolicy.Canary(plan)) : (AuditReason.Lottery, plan);
    }

    /// <summary>What makes an audit certain whoever the worker is; null when nothing does.</summary>
    private AuditReason? CertainReasonOf(FinishedRender render, Standing standing, IReadOnlySet<AttemptId> alike) =>
        alike.Contains(render.Lease.Id) ? AuditReason.Duplicate
        : TrustPolicy.IsTooFast(render.Lease.CostMflop, render.Took, SpeedsOf(render.Lease), options.Value) ? AuditReason.Fast
        : standing.IsWatched ? AuditReason.Drifted
        : render.Lease.IsVerified ? AuditReason.Asked
        : null;

    private int EvaluationsOf(RenderSettings settings) => bundles.Find(settings.BundleId)?.EvaluationsOf(settings.Sampler, settings.Steps, settings.Strength) ?? settings.Steps;

    /// <summary>Empty when the bundle is no longer offered here.</summary>
    private string ClassOf(string bundle, Standing standing) =>
        bundles.Find(bundle) is { Tolerance: var table } ? PrecisionPolicy.Of(table, standing.Provider, standing.Class, options.Value.EnrolmentCanaries > 0).Name : "";

    private SpeedQuantiles? SpeedsOf(GrantedLease lease) => lease.DeviceClass.Length == 0 ? null : speeds.Find(lease.DeviceClass, lease.Settings.BundleId);

    private Audit AuditOf(FinishedRender render, Draw draw) => new()
    {
        AttemptId = render.Lease.Id,
        WorkerId = render.Lease.WorkerId,
        AccountId = render.Lease.AccountId,
        BundleId = render.Lease.Settings.BundleId,
        Runtime = draw.Runtime,
        Class = draw.Class,
        Rate = draw.Rate,
        Reason = draw.Reason,
        Checks = draw.Checks,
        Decodes = draw.Decodes,
        CreditMflop = draw.CreditMflop,
        DrawnAt = time.GetUtcNow(),
        Outcome = AuditOutcome.Open,
    };
}
