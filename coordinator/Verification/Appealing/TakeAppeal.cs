using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Appealing;

/// <summary>Opens the case of a rejected attempt again, once, for a referee that has not answered in it; and says how the appeal stands.</summary>
internal sealed class TakeAppeal(GridWriter writer, QueueSignal signal, IOptions<VerificationOptions> options, TimeProvider time)
{
    public async Task<AppealOutcome> RunAsync(AttemptId? attempt, Caller caller, CancellationToken cancellationToken)
    {
        if (attempt is not { } id)
            return new AppealOutcome.Refused(Unknown);
        var outcome = await writer.RunAsync(db => TakeAsync(db, id, caller, cancellationToken), cancellationToken);
        if (outcome is AppealOutcome.Waiting)
            signal.AuditCame();
        return outcome;
    }

    private async Task<AppealOutcome> TakeAsync(GridDb db, AttemptId id, Caller caller, CancellationToken cancellationToken)
    {
        if (await db.Attempts.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken) is not { } attempt || !Concerns(attempt, caller))
            return new AppealOutcome.Refused(Unknown);
        var audit = await db.Audits.AsNoTracking().SingleOrDefaultAsync(one => one.AttemptId == id, cancellationToken);
        if (audit is { AppealEndedAt: not null })
            return audit.Outcome == AuditOutcome.Passed ? new AppealOutcome.Upheld() : new AppealOutcome.Denied();
        var now = time.GetUtcNow();
        if (audit?.AppealedAt is null)
        {
            if (AppealPolicy.Check(audit, now, options.Value) is { } refusal)
                return new AppealOutcome.Refused(refusal);
            await OpenAsync(db, id, now, cancellationToken);
        }
        return new AppealOutcome.Waiting((audit?.AppealedAt ?? now).AddHours(options.Value.KeepRevealsHours) - now, await HasRefereeAsync(db, attempt, cancellationToken));
    }

    private static bool Concerns(Attempt attempt, Caller caller) =>
        attempt.Purpose == AttemptPurpose.Render && (caller.Role == KeyRole.Worker ? caller.Holder == attempt.WorkerId.Value : caller.AccountId == attempt.AccountId);

    private static async Task OpenAsync(GridDb db, AttemptId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Audits.Where(one => one.AttemptId == id && one.AppealedAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.AppealedAt, now), cancellationToken);
        await db.Attempts.Where(one => one.Id == id && one.Audit == null && one.Verdict == Verdict.Rejected)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.IsForVolunteers, false), cancellationToken);
    }

    private static Task<bool> HasRefereeAsync(GridDb db, Attempt attempt, CancellationToken cancellationToken)
    {
        var (job, id) = (attempt.JobId, (AttemptId?)attempt.Id);
        var answered = db.Attempts.Where(check => check.JobId == job && check.AuditOf == id && check.State == AttemptState.Answered).Select(check => check.WorkerId); // unique index job, fence
        return db.Workers.AnyAsync(worker => worker.Role == WorkerRole.Referee && !worker.IsPaused && !answered.Contains(worker.Id), cancellationToken);
    }

    private static Refusal Unknown { get; } =
        Refusal.NotFound("appeal.unknown", "There is no such attempt, or it is another owner's. Name the lease that your worker's log names, and use the key of that worker or of its account.");
}

internal abstract record AppealOutcome
{
    /// <param name="Left">How long at most it still waits.</param>
    /// <param name="HasReferee">Whether a referee is enrolled that may look into it.</param>
    internal sealed record Waiting(TimeSpan Left, bool HasReferee) : AppealOutcome;

    internal sealed record Upheld : AppealOutcome;

    internal sealed record Denied : AppealOutcome;

    internal sealed record Refused(Refusal Refusal) : AppealOutcome;
}
