using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>Makes assignments, and finds what somebody was given.</summary>
internal static class NewAssignment
{
    public static Assignment Of(Candidate chosen, Rater rater, bool isAuthor, DateTimeOffset now, TimeProvider time) => new()
    {
        Id = Ids.New<AssignmentId>(time),
        TaskKind = chosen.Kind,
        TaskVersion = TaskRules.Of(chosen.Kind).Version,
        JobId = chosen.JobId,
        OtherJobId = chosen.OtherJobId,
        RaterAccountId = rater.AccountId,
        RaterMark = rater.Mark,
        Shown = chosen.Shown.Write(),
        IsAuthor = isAuthor,
        Gold = chosen.Gold,
        RepeatOf = chosen.RepeatOf,
        State = AssignmentState.Open,
        AssignedAt = now,
        LeasedUntil = now + ServingPolicy.Lease,
    };

    /// <summary>The newest task that this rater holds and has not answered; null when there is none.</summary>
    public static async Task<Assignment?> FindOpenAsync(this GridDb db, Rater rater, IReadOnlyList<TaskKind> kinds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - ServingPolicy.Lease;
        var held = await db.Assignments.AsNoTracking().Where(one => one.RaterMark == rater.Mark && one.AssignedAt > since && one.State == AssignmentState.Open && one.LeasedUntil > now && !one.IsAuthor && kinds.Contains(one.TaskKind))
            .OrderByDescending(one => one.AssignedAt).ToListAsync(cancellationToken); // index rater mark, assigned at; some dozen at most
        return held.Find(IsCurrent);
    }

    /// <summary>Whether it asks what the task asks now.</summary>
    public static bool IsCurrent(this Assignment assignment) => assignment.TaskVersion == TaskRules.Of(assignment.TaskKind).Version;

    /// <summary>What this rater was given within the last day.</summary>
    public static async Task<IReadOnlyList<GivenTask>> GivenAsync(this GridDb db, Rater rater, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - ServingPolicy.Apart;
        return await db.Assignments.AsNoTracking().Where(one => one.RaterMark == rater.Mark && one.AssignedAt > since) // index rater mark, assigned at
            .Select(one => new GivenTask(one.TaskKind, one.JobId, one.OtherJobId, one.AssignedAt)).ToListAsync(cancellationToken);
    }

    /// <summary>Places that are held of these pictures' items, gold, repeats and other versions left out.</summary>
    public static async Task<IReadOnlyDictionary<ItemKey, int>> LeasesAsync(this GridDb db, TaskKind kind, JobId[] jobs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var version = TaskRules.Of(kind).Version;
        var rows = await db.Assignments.AsNoTracking() // index job, task kind, of those open
            .Where(one => jobs.Contains(one.JobId) && one.TaskKind == kind && one.TaskVersion == version && one.State == AssignmentState.Open && one.LeasedUntil > now && one.Gold == null && one.RepeatOf == null && !one.IsAuthor)
            .Select(one => new { one.Id, one.JobId, one.OtherJobId, one.Shown }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => KeyOf(kind, row.JobId, row.OtherJobId, row.Shown)).ToDictionary(item => item.Key, item => item.Count());
    }

    public static ItemKey KeyOf(TaskKind kind, JobId job, JobId? other, string shown) => kind switch
    {
        TaskKind.Compare when other is { } second => ItemKey.OfPair(job, second),
        TaskKind.CaptionVote when Ids.Read<AnswerId>(ShownTask.Read(shown).CaptionId) is { } caption => ItemKey.Of(caption),
        _ => ItemKey.Of(kind, job),
    };
}
