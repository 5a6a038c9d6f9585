using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>A takedown as everybody may know it.</summary>
internal sealed record TakedownView(JobId JobId, DateTimeOffset At, Concern Reason, DateTimeOffset? RestoredAt);

/// <summary>Reads the tombstones, oldest first, so that whoever keeps copies can follow.</summary>
internal sealed class ListTakedowns(IDbContextFactory<GridDb> databases)
{
    /// <param name="after">Later than this.</param>
    /// <param name="behind">Of those at just that instant, behind this job; null for none of them.</param>
    public async Task<IReadOnlyList<TakedownView>> RunAsync(DateTimeOffset after, JobId? behind, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // A batch has one instant: its ids are told apart here, as they cannot be compared in a query that both databases take.
        var same = behind is not { } job ? [] : (await Viewed(db.Takedowns.Where(takedown => takedown.At == after)).ToListAsync(cancellationToken)).Where(view => view.JobId.Value.CompareTo(job.Value) > 0);
        var later = await Viewed(db.Takedowns.Where(takedown => takedown.At > after)).Take(limit).ToListAsync(cancellationToken);
        return [.. same.Concat(later).Take(limit)];
    }

    private static IQueryable<TakedownView> Viewed(IQueryable<Takedown> takedowns) => takedowns.AsNoTracking()
        .OrderBy(takedown => takedown.At).ThenBy(takedown => takedown.JobId) // index at, job
        .Select(takedown => new TakedownView(takedown.JobId, takedown.At, takedown.Reason, takedown.RestoredAt));
}
