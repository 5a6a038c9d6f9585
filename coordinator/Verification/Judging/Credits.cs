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

    /// <summary>
    /// Audits passed, each an attempt that is accepted by it: its credit is posted, and all that its worker has pending by then is verified. Several of
    /// one worker come to the same as if each had passed after the other, in the order of their ids.
    /// </summary>
    public async Task PassedAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, CancellationToken cancellationToken)
    {
        var held = new Dictionary<(AccountId, Guid), HeldBalances>(await db.LockAsync(attempts.Select(DeviceOf).Distinct().ToList(), cancellationToken));
        await SettleAsync(db, attempts, cancellationToken);
        var locked = await LockedAsync(db, attempts, cancellationToken);
        var entries = new List<Entry>();
        foreach (var attempt in attempts.OrderBy(one => one.Id.Value))
        {
            var (owner, worker, device) = (attempt.AccountId, attempt.WorkerId.Value, DeviceOf(attempt));
            var (before, escrow) = held.GetValueOrDefault(device);
            var pending = before + attempt.CreditMflop;
            var free = Math.Max(0, escrow + pending - locked[attempt.Id]);
            if (attempt.CreditMflop > 0)
                entries.Add(new(ViewPictures.CauseOf(attempt.Id), CreditPolicy.Provisional(owner, worker, attempt.CreditMflop), KnownBundle.KeyOf(attempt.BundleId)));
            if (pending + free > 0)
                entries.Add(new($"audit:{attempt.Id}", CreditPolicy.Promote(owner, worker, pending, free)));
            held[device] = new(0, escrow + pending - free);
        }
        await journal.PostAsync(db, entries, cancellationToken);
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
            await journal.PostAsync(db, [new(FaultCauseOf(attempt), CreditPolicy.Forfeit(owner, worker.Value, held.Pending, lost, pending + escrow))], cancellationToken);
    }

    /// <summary>A worker's owner was caught again: what the worker has in escrow is lost.</summary>
    public async Task EscrowForfeitedAsync(GridDb db, AccountId owner, WorkerId worker, string cause, CancellationToken cancellationToken)
    {
        var held = await db.LockAsync(owner, worker.Value, cancellationToken);
        if (held.Escrow == 0)
            return;
        var count = await ForgetAsync(Newest(db, worker), cancellationToken);
        await journal.PostAsync(db, [new(cause, CreditPolicy.Forfeit(owner, worker.Value, 0, held.Escrow, count))], cancellationToken);
    }

    public static string FaultCauseOf(AuditedAttempt attempt) => $"fault:{attempt.Id}";

    private static (AccountId, Guid) DeviceOf(AuditedAttempt attempt) => (attempt.AccountId, attempt.WorkerId.Value);

    private static Task<int> SettleAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        """UPDATE attempts SET "IsSettled" = true WHERE "WorkerId" IN (VALUES {rows}) AND "Verdict" IN ('Accepted', 'AcceptedUnaudited') AND NOT "IsSettled" """, // index unsettled
        attempts.Select(one => one.WorkerId.Value).Distinct().Select(worker => new object?[] { worker }).ToList(), [], cancellationToken);

    /// <summary>For each of them what its worker's newest jobs keep in escrow, when of these attempts it and those before it have passed.</summary>
    private async Task<IReadOnlyDictionary<AttemptId, long>> LockedAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, CancellationToken cancellationToken) => (await db.QueryRowsAsync(
        """
        WITH passed(attempt, worker) AS (VALUES {rows})
        SELECT passed.attempt, CAST(COALESCE((SELECT SUM(newest.mflop) FROM (
            SELECT a."CreditMflop" AS mflop FROM attempts a
            WHERE a."WorkerId" = passed.worker AND a."Verdict" IN ('Accepted', 'AcceptedUnaudited') AND a."IsSettled" AND a."CreditMflop" > 0
                AND (a."Id" <= passed.attempt OR a."Id" NOT IN (SELECT other.attempt FROM passed other))
            ORDER BY a."VerdictAt" DESC, a."Id" DESC LIMIT @a0) newest), 0) AS bigint) FROM passed
        """, // index worker, verdict at
        attempts.Select(one => new object?[] { one.Id.Value, one.WorkerId.Value }).ToList(), [options.Value.EscrowJobs],
        row => (Attempt: row.ReadId<AttemptId>(0), Mflop: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Attempt, row => row.Mflop);

    private static IQueryable<Attempt> Accepted(GridDb db, WorkerId worker) =>
        db.Attempts.Where(one => one.WorkerId == worker && (one.Verdict == Verdict.Accepted || one.Verdict == Verdict.AcceptedUnaudited)); // index worker, verdict at

    /// <summary>Those whose credit is in escrow.</summary>
    private IQueryable<Attempt> Newest(GridDb db, WorkerId worker) =>
        Accepted(db, worker).Where(one => one.IsSettled && one.CreditMflop > 0).OrderByDescending(one => one.VerdictAt).ThenByDescending(one => one.Id).Take(options.Value.EscrowJobs);

    private static Task<int> ForgetAsync(IQueryable<Attempt> attempts, CancellationToken cancellationToken) =>
        attempts.ExecuteUpdateAsync(set => set.SetProperty(one => one.CreditMflop, 0), cancellationToken);
}
