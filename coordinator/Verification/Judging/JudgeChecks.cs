using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Appealing;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Checking;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>A referee's answer, held against what was revealed.</summary>
internal sealed record ComparedAnswer(CheckedAudit Audit, IReadOnlyList<AuditCheck> Checks)
{
    public AttemptId Id => Audit.Lease.Terms.Id;

    public bool IsVolunteers => Audit.Lease.Terms.CheckedAccountId is not null;

    public AuditedAttempt Attempt => Audit.Attempt;

    public bool HasPassed => Checks.All(check => check.IsWithin);

    /// <summary>Of the picture that was decoded anew; none when none was, or by a checker that scores nothing.</summary>
    public PictureScores Scores { get; init; } = PictureScores.None;

    /// <summary>Whether the scores are of the picture that the worker sent.</summary>
    public bool HasSeenThePicture => Scores != PictureScores.None && Checks.Any(check => check is { Evaluation: AuditCheck.Picture, IsWithin: true });
}

/// <summary>
/// Decides by what checkers' outputs show, all of a batch in one transaction: what passed is settled together, all else one after another behind it. One
/// referee that finds a fault may be wrong itself: where there is another, it is asked too, and who differs from both is at fault.
/// </summary>
internal sealed partial class JudgeChecks(
    GridWriter writer, AcceptAttempts accept, SettleVerdict settle, JudgeVolunteers volunteers, JudgeAppeals appeals, HearScores scores, DriftBook drifts, LeaseBook book, WaitingRoom room, QueueSignal signal,
    IOptions<VerificationOptions> options, TimeProvider time, ILogger<JudgeChecks> logger)
{
    public const string DifferCode = "checks.differ";

    /// <returns>For each whether it counted; false when its lease was over meanwhile: then nothing is written of it.</returns>
    public async Task<IReadOnlyList<bool>> RunAsync(IReadOnlyList<ComparedAnswer> answers, CancellationToken cancellationToken)
    {
        var (judged, removed, heard) = await writer.RunAsync(db => JudgeAsync(db, answers, cancellationToken), cancellationToken);
        foreach (var (answer, judgement) in judged)
            Tell(answer, judgement);
        foreach (var volunteer in removed)
            settle.Tell(volunteer);
        scores.Tell(heard);
        signal.Work.Set();
        var counted = judged.Select(one => one.Answer.Id).ToHashSet();
        return answers.Select(answer => counted.Contains(answer.Id)).ToList();
    }

    private async Task<(List<(ComparedAnswer Answer, Judgement Judgement)> Judged, IReadOnlyList<Judgement> Removed, HeardScores Heard)> JudgeAsync(GridDb db, IReadOnlyList<ComparedAnswer> answers, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = await EndAsync(db, answers, now, cancellationToken);
        var live = answers.Where(answer => ended.Contains(answer.Id)).DistinctBy(answer => answer.Id).ToList(); // an answer may have come twice
        await db.InsertAsync(live.SelectMany(answer => answer.Checks).ToList(), cancellationToken);
        var passed = live.FindAll(Passes);
        var accepted = await accept.RunAsync(db, passed.ConvertAll(answer => answer.Attempt), AuditState.Leased, cancellationToken);
        await drifts.PassedAsync(db, passed.FindAll(answer => !answer.IsVolunteers && accepted.Contains(answer.Attempt.Id)).ConvertAll(answer => (answer.Attempt, answer.Checks)), cancellationToken);
        var judged = passed.ConvertAll(answer => (answer, accepted.Contains(answer.Attempt.Id) ? new Judgement.Accepted(answer.Attempt) : (Judgement)new Judgement.Settled(answer.Attempt)));
        foreach (var answer in live.Except(passed))
            judged.Add((answer, await JudgeAloneAsync(db, answer, now, cancellationToken)));
        var decided = judged.Where(one => !one.answer.IsVolunteers && one.Item2 is Judgement.Accepted or Judgement.Rejected).Select(one => one.answer).ToList();
        return (judged, await volunteers.CompareAsync(db, decided, cancellationToken), await scores.RunAsync(db, live, cancellationToken));
    }

    /// <summary>Whether an answer ends its audit well, and nothing else has to be looked at.</summary>
    private bool Passes(ComparedAnswer answer) =>
        answer.HasPassed && answer.Attempt.Verdict != Verdict.Rejected && (!answer.IsVolunteers || (volunteers.IsLastWord(answer.Attempt) && !scores.AreToBeRepeated(answer)));

    private static async Task<HashSet<AttemptId>> EndAsync(GridDb db, IReadOnlyList<ComparedAnswer> answers, DateTimeOffset now, CancellationToken cancellationToken) => (await db.QueryRowsAsync(
        """
        WITH answered(recheck, lease_fence, fit, aesthetic, nsfw, unsafe, watermark) AS (VALUES {rows})
        UPDATE attempts SET "State" = 'Answered', "EndedAt" = @a0, "TextFit" = CAST(answered.fit AS double precision), "Aesthetic" = CAST(answered.aesthetic AS double precision),
            "Nsfw" = CAST(answered.nsfw AS double precision), "IsUnsafe" = CAST(answered.unsafe AS boolean), "Watermark" = CAST(answered.watermark AS double precision)
        FROM answered WHERE "Id" = answered.recheck AND "Fence" = answered.lease_fence AND "State" = 'Leased' RETURNING "Id"
        """, // primary key
        answers.Select(answer => new object?[]
        {
            answer.Id.Value, answer.Audit.Lease.Terms.Fence, answer.Scores.TextFit, answer.Scores.Aesthetic, answer.Scores.Nsfw, answer.Scores.IsUnsafe, answer.Scores.Watermark,
        }).ToList(), [now.ToMicroseconds()], row => row.ReadId<AttemptId>(0), cancellationToken)).ToHashSet();

    private async Task<Judgement> JudgeAloneAsync(GridDb db, ComparedAnswer answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (attempt, checks, referee) = (answer.Attempt, answer.Checks, answer.Audit.Lease.Terms.WorkerId);
        if (attempt.Verdict == Verdict.Rejected)
            return await appeals.RunAsync(db, attempt, checks, cancellationToken);
        if (answer.IsVolunteers)
            return await JudgeVolunteers.AskRefereeAsync(db, attempt, cancellationToken);
        return attempt.DisputedBy is null && await HasAnotherAsync(db, referee, cancellationToken)
            ? await DisputeAsync(db, attempt, referee, now, cancellationToken)
            : await settle.RejectAsync(db, attempt, AuditState.Leased, GradeOf(checks), AuditOutcome.ChecksDiffer, DifferCode, cancellationToken);
    }

    private void Tell(ComparedAnswer answer, Judgement judgement)
    {
        var (lease, checks) = (answer.Audit.Lease.Terms, answer.Checks);
        var bad = checks.Count(check => !check.IsWithin);
        LogChecked(answer.Attempt.Id, lease.WorkerId, checks.Count, bad);
        if (judgement is Judgement.Accepted && answer.Attempt.DisputedBy is { } accuser)
            LogOverruled(accuser, answer.Attempt.Id);
        book.Remove(lease.Id);
        room.Release(lease);
        settle.Tell(judgement);
    }

    public Fault GradeOf(IReadOnlyList<AuditCheck> checks) => CompareAnswer.Worst(checks) < options.Value.GrossTimes ? Fault.Small : Fault.Gross;

    private static async Task<bool> HasAnotherAsync(GridDb db, WorkerId referee, CancellationToken cancellationToken) =>
        await db.Workers.AnyAsync(worker => worker.Role == WorkerRole.Referee && worker.Id != referee && !worker.IsPaused, cancellationToken);

    private static async Task<Judgement> DisputeAsync(GridDb db, AuditedAttempt attempt, WorkerId referee, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = attempt.Id;
        await db.Attempts.Where(one => one.Id == id && one.Audit == AuditState.Leased)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.Audit, AuditState.Waiting).SetProperty(one => one.DisputedBy, referee), cancellationToken);
        await db.Audits.Where(one => one.AttemptId == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.DisputedAt, now), cancellationToken);
        return new Judgement.Disputed(attempt);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} was checked by referee {Referee}: {Count} checks, {Bad} of them outside the tolerance.")]
    private partial void LogChecked(AttemptId attempt, WorkerId referee, int count, int bad);

    [LoggerMessage(Level = LogLevel.Error, Message = "Referee {Referee} found a fault with attempt {Attempt} that another referee did not: one of the two machines is wrong. Look at both.")]
    private partial void LogOverruled(WorkerId referee, AttemptId attempt);
}
