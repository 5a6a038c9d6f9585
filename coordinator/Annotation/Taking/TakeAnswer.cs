using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Annotation.Rewards;
using LaionGrid.Coordinator.Annotation.Serving;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Taking;

/// <summary>
/// Keeps an answer, once: the same again has the same outcome, another is refused. A late one is taken while nobody else has its place. What may not wait is told to moderators before the answer is
/// kept, so that a crash between can only tell them twice.
/// </summary>
internal sealed class TakeAnswer(GridWriter writer, IDbContextFactory<GridDb> databases, ReportFlags flags, EarnReward rewards, MoveForward forward, QueueSignal queue, TimeProvider time)
{
    private const int LongestMs = 600_000;
    private const int PeersToVest = 3;

    public async Task<TakeOutcome> RunAsync(AssignmentId id, GivenAnswer given, Rater rater, Caller caller, CancellationToken cancellationToken)
    {
        var assignment = await ReadAsync(id, rater, cancellationToken);
        if (assignment is null)
            return new TakeOutcome.Refused(AnnotationRefusals.Unknown);
        if (given.Kind != assignment.TaskKind)
            return new TakeOutcome.Refused(AnnotationRefusals.OtherKind);
        var answer = given.About(ShownTask.Read(assignment.Shown));
        if (answer.Fault() is { } fault)
            return new TakeOutcome.Refused(AnnotationRefusals.Wrong(fault));
        if (assignment.State == AssignmentState.Open && await flags.RunAsync(assignment.JobId, answer, rater, caller, cancellationToken) is { } refusal)
            return new TakeOutcome.Refused(refusal);
        var outcome = await writer.RunAsync(db => WriteAsync(db, id, given, answer, rater, cancellationToken), cancellationToken);
        if (outcome is TakeOutcome.Taken { Answer.Moved: not null } && given.Waiting is { } waiting)
            queue.Moved(waiting);
        return outcome;
    }

    private async Task<Assignment?> ReadAsync(AssignmentId id, Rater rater, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Assignments.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.RaterMark == rater.Mark, cancellationToken); // primary key
    }

    private async Task<TakeOutcome> WriteAsync(GridDb db, AssignmentId id, GivenAnswer given, TaskAnswer answer, Rater rater, CancellationToken cancellationToken)
    {
        var (now, value) = (time.GetUtcNow(), AnswerJson.Write(answer));
        // Whoever closes it first has it: of two equal answers at once, one waits here and finds the other's.
        var isClosed = await db.Assignments.Where(one => one.Id == id && one.RaterMark == rater.Mark && one.State == AssignmentState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AssignmentState.Answered), cancellationToken) > 0; // primary key
        if (await db.Assignments.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.RaterMark == rater.Mark, cancellationToken) is not { } assignment)
            return new TakeOutcome.Refused(AnnotationRefusals.Unknown);
        var earlier = isClosed ? null : await db.Answers.AsNoTracking().SingleOrDefaultAsync(one => one.AssignmentId == id, cancellationToken); // unique index
        var isLate = assignment.LeasedUntil < now;
        switch (AssignmentLifecycle.Receive(isClosed ? AssignmentState.Open : assignment.State, earlier?.Value == value, isLate, isLate && await IsPlaceTakenAsync(db, assignment, now, cancellationToken)))
        {
            case Reception.Repeat:
                return new TakeOutcome.Taken(new(earlier!, null)); // an answered one has its answer
            case Reception.Given:
                return new TakeOutcome.Refused(AnnotationRefusals.Given);
            case Reception.Skipped:
                return new TakeOutcome.Refused(AnnotationRefusals.Skipped);
            case Reception.Late:
                await ReopenAsync(db, id, cancellationToken);
                return new TakeOutcome.Refused(AnnotationRefusals.Late);
            default:
                return await KeepAsync(db, assignment, given, answer, value, now, cancellationToken);
        }
    }

    private async Task<TakeOutcome> KeepAsync(GridDb db, Assignment assignment, GivenAnswer given, TaskAnswer answer, string value, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (answer is not FlagsAnswer && !await TaskPool.Pictures(db).AnyAsync(row => row.Id == assignment.JobId, cancellationToken)) // primary key; a flag may just have withheld it
        {
            await ReopenAsync(db, assignment.Id, cancellationToken);
            return new TakeOutcome.Refused(AnnotationRefusals.Gone);
        }
        var (mark, today) = (assignment.RaterMark, now - ServingPolicy.Apart);
        var position = await db.Answers.CountAsync(one => one.RaterMark == mark && one.AnsweredAt > today, cancellationToken); // index rater mark, answered at
        var sinceMs = (int)Math.Clamp((now - assignment.AssignedAt).TotalMilliseconds, 0, LongestMs);
        var spent = given.MsSpent > 0 ? Math.Min(given.MsSpent, sinceMs) : sinceMs;
        var isPayable = RewardPolicy.IsPayable(assignment.TaskKind, TimeSpan.FromMilliseconds(spent), answer);
        var moved = isPayable && given.Waiting is { } waiting ? await forward.RunAsync(db, waiting, given.WaitingKey, assignment, cancellationToken) : null;
        var reward = isPayable && moved is null ? await rewards.ReckonAsync(db, assignment, now, cancellationToken) : 0;
        var kept = new Answer
        {
            Id = Ids.New<AnswerId>(time), AssignmentId = assignment.Id, TaskKind = assignment.TaskKind, TaskVersion = assignment.TaskVersion, JobId = assignment.JobId, OtherJobId = assignment.OtherJobId,
            RaterAccountId = assignment.RaterAccountId, RaterMark = mark, Value = value, IsAuthor = assignment.IsAuthor, IsGold = assignment.Gold is not null,
            GoldPassed = assignment.Gold is { } gold ? GoldPolicy.Passed(gold, answer) : null, RepeatOf = assignment.RepeatOf, MsSpent = spent, Position = position, Client = given.Client,
            AnsweredAt = now, RewardMflop = reward, MovedMflop = moved?.Mflop ?? 0, VestsAt = reward > 0 ? now + rewards.Vests : null,
        };
        await db.InsertAsync([kept], cancellationToken);
        await VestPeersAsync(db, assignment, now, cancellationToken);
        return new TakeOutcome.Taken(new(kept, moved));
    }

    /// <summary>With three others beside it an answer has stood its test: what it earns is due at once.</summary>
    private static async Task VestPeersAsync(GridDb db, Assignment assignment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (job, other, kind, version) = (assignment.JobId, assignment.OtherJobId, assignment.TaskKind, assignment.TaskVersion);
        var beside = db.Answers.Where(one => one.TaskVersion == version).Where(one => (one.JobId == job && one.OtherJobId == other && one.TaskKind == kind) || (one.JobId == other && one.OtherJobId == job && one.TaskKind == kind)); // index job, task kind
        if (await beside.CountAsync(cancellationToken) > PeersToVest)
            await beside.Where(one => one.SettledAt == null && one.VestsAt > now).ExecuteUpdateAsync(set => set.SetProperty(one => one.VestsAt, now), cancellationToken);
    }

    private static async Task<bool> IsPlaceTakenAsync(GridDb db, Assignment assignment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (assignment.IsAuthor || assignment.Gold is not null || assignment.RepeatOf is not null || !assignment.IsCurrent())
            return false; // nobody else could have it
        return !await db.HasPlaceAsync(assignment.TaskKind, assignment.JobId, assignment.OtherJobId, assignment.Shown, now, cancellationToken);
    }

    private static Task<int> ReopenAsync(GridDb db, AssignmentId id, CancellationToken cancellationToken) =>
        db.Assignments.Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, AssignmentState.Open), cancellationToken);
}

internal abstract record TakeOutcome
{
    internal sealed record Taken(TakenAnswer Answer) : TakeOutcome;

    internal sealed record Refused(Refusal Refusal) : TakeOutcome;
}
