using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>Whether an item still has a place for an answer, for certain: counted anew, with everybody else who would give out or take a place of it kept waiting.</summary>
internal static class LastPlace
{
    /// <summary>Locks the item's picture until the caller's transaction ends. Of two coordinators the second waits here, and then counts what the first has written.</summary>
    public static async Task<bool> HasPlaceAsync(this GridDb db, TaskKind kind, JobId job, JobId? other, string shown, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await LockAsync(db, other is { } pair && pair.Value.CompareTo(job.Value) < 0 ? pair : job, cancellationToken);
        var answers = await db.Answers.AsNoTracking() // index job, task kind
            .Where(one => one.TaskKind == kind && (one.JobId == job || one.JobId == other) && !one.IsGold && !one.IsAuthor && one.RepeatOf == null)
            .Select(one => new CountedAnswer(one.Id, one.TaskKind, one.TaskVersion, one.JobId, one.OtherJobId, one.RaterMark, one.Value)).ToListAsync(cancellationToken);
        var votes = kind == TaskKind.Caption // a caption that others turned down makes place for another
            ? await db.Answers.AsNoTracking().Where(one => one.TaskKind == TaskKind.CaptionVote && one.JobId == job && one.RepeatOf == null) // index job, task kind
                .Select(one => new CountedAnswer(one.Id, one.TaskKind, one.TaskVersion, one.JobId, one.OtherJobId, one.RaterMark, one.Value)).ToListAsync(cancellationToken)
            : [];
        var key = NewAssignment.KeyOf(kind, job, other, shown);
        var tally = TallyPolicy.Count([], answers.Concat(votes)).TallyOf(key);
        var leased = (await db.LeasesAsync(kind, other is { } second ? [job, second] : [job], now, cancellationToken)).GetValueOrDefault(key);
        return tally.Given + leased < tally.Wanted(kind);
    }

    /// <summary>The weakest lock that excludes itself: rows that name the picture can be added meanwhile. On SQLite the writer is alone.</summary>
    private static Task<int> LockAsync(GridDb db, JobId picture, CancellationToken cancellationToken) => db.Database.IsNpgsql()
        ? db.Database.ExecuteSqlAsync($"""SELECT 1 FROM jobs WHERE "Id" = {picture.Value} FOR NO KEY UPDATE""", cancellationToken) // primary key
        : Task.FromResult(0);
}
