using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>What an accepted attempt earns, and who.</summary>
internal sealed record Earning(AttemptId Id, WorkerId WorkerId, AccountId AccountId, string BundleId, long Mflop);

/// <summary>
/// Posts what verdicts earn, in their transaction. Credit is pending until an audit of the same worker passes, then in escrow while it stands for one
/// of the newest jobs, then free: whoever turns bad loses more than the turn can win. Each attempt's row says what is posted for it still, so a
/// worker's attempts and what it holds in the ledger always sum to the same.
/// </summary>
internal sealed class Credits(Journal journal, IOptions<VerificationOptions> options)
{
    /// <summary>Attempts were accepted. One that earns nothing is not posted.</summary>
    public Task AcceptedAsync(GridDb db, IReadOnlyList<Earning> earnings, CancellationToken cancellationToken) => journal.PostAsync(
        db, earnings.Where(one => one.Mflop > 0).Select(one => new Entry(ViewPictures.CauseOf(one.Id), CreditPolicy.Provisional(one.AccountId, one.WorkerId.Value, one.Mflop), KnownBundle.KeyOf(one.BundleId))).ToList(), cancellationToken);

    /// <summary>An audit passed, and its own credit is posted: all that its worker has pending is verified by it.</summary>
    public async Task PassedAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var (worker, owner) = (attempt.WorkerId, attempt.AccountId);
        var held = await db.LockAsync(owner, worker.Value, cancellationToken);
        await Accepted(db, worker).Where(one => !one.IsSettled).ExecuteUpdateAsync(set => set.SetProperty(one => one.IsSettled, true), cancellationToken);
        var locked = await Newest(db, worker).SumAsync(one => one.CreditMflop, cancellationToken);
        var lines = CreditPolicy.Promote(owner, worker.Value, held.Pending, Math.Max(0, held.Escrow + held.Pending - locked));
        if (lines.Count > 0)
            await journal.PostAsync(db, [new($"audit:{attempt.Id}", lines)], cancellationToken);
    }

    /// <summary>An audit failed, or was not answered: what is pending is lost, and after a gross fault what is in escrow too. Were a trajectory that does not come to cost its own job alone, garbage could be handed in as often as a failing network is excused.</summary>
    public async Task ForfeitedAsync(GridDb db, AuditedAttempt attempt, Fault fault, CancellationToken cancellationToken)
    {
        var (worker, owner) = (attempt.WorkerId, attempt.AccountId);
        var held = await db.LockAsync(owner, worker.Value, cancellationToken);
        var pending = await ForgetAsync(Accepted(db, worker).Where(one => !one.IsSettled && one.CreditMflop > 0), cancellationToken);
        var escrow = fault == Fault.Gross && held.Escrow > 0 ? await ForgetAsync(Newest(db, worker), cancellationToken) : 0;
        var lost = fault == Fault.Gross ? held.Escrow : 0;
        if (held.Pending + lost > 0)
            await journal.PostAsync(db, [new($"fault:{attempt.Id}", CreditPolicy.Forfeit(owner, worker.Value, held.Pending, lost, pending + escrow))], cancellationToken);
    }

    private static IQueryable<Attempt> Accepted(GridDb db, WorkerId worker) =>
        db.Attempts.Where(one => one.WorkerId == worker && (one.Verdict == Verdict.Accepted || one.Verdict == Verdict.AcceptedUnaudited)); // index worker, verdict at

    /// <summary>Those whose credit is in escrow.</summary>
    private IQueryable<Attempt> Newest(GridDb db, WorkerId worker) =>
        Accepted(db, worker).Where(one => one.IsSettled && one.CreditMflop > 0).OrderByDescending(one => one.VerdictAt).ThenByDescending(one => one.Id).Take(options.Value.EscrowJobs);

    private static Task<int> ForgetAsync(IQueryable<Attempt> attempts, CancellationToken cancellationToken) =>
        attempts.ExecuteUpdateAsync(set => set.SetProperty(one => one.CreditMflop, 0), cancellationToken);
}
