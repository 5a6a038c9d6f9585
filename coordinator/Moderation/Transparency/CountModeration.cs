using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Transparency;

/// <summary>What was reported and decided in one month, UTC.</summary>
/// <param name="Begins">Its first instant.</param>
/// <param name="MedianDecision">Half of those decided were decided within this; null when none was.</param>
/// <param name="Takedowns">By reason, most first.</param>
internal sealed record MonthCount(
    DateTimeOffset Begins, int Reports, int Dismissed, int Waiting, TimeSpan? MedianDecision, int Appeals, int Overturned, IReadOnlyList<(Concern Reason, int Count)> Takedowns);

/// <summary>Counts for the public what was reported and decided, by month.</summary>
internal sealed class CountModeration(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<MonthCount>> RunAsync(int months, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var current = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var counts = new List<MonthCount>();
        for (var back = 0; back < months; back++)
            counts.Add(await CountAsync(db, current.AddMonths(-back), cancellationToken));
        return counts;
    }

    private static async Task<MonthCount> CountAsync(GridDb db, DateTimeOffset begins, CancellationToken cancellationToken)
    {
        var ends = begins.AddMonths(1);
        var reports = await db.Reports.Where(report => report.OpenedAt >= begins && report.OpenedAt < ends) // index opened at
            .Select(report => new { report.State, report.OpenedAt, report.DecidedAt, report.AppealedAt }).ToListAsync(cancellationToken);
        var takedowns = await db.Takedowns.Where(takedown => takedown.At >= begins && takedown.At < ends) // index at
            .GroupBy(takedown => takedown.Reason).Select(group => new { Reason = group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        return new(
            begins, reports.Count, reports.Count(report => report.State == ReportState.Dismissed), reports.Count(report => ReportLifecycle.IsWaiting(report.State)),
            Median([.. reports.Where(report => report.DecidedAt is not null).Select(report => report.DecidedAt.GetValueOrDefault() - report.OpenedAt).Order()]),
            reports.Count(report => report.AppealedAt is not null), reports.Count(report => report.State == ReportState.Overturned),
            [.. takedowns.OrderByDescending(row => row.Count).ThenBy(row => row.Reason).Select(row => (row.Reason, row.Count))]);
    }

    private static TimeSpan? Median(IReadOnlyList<TimeSpan> ordered) => ordered.Count == 0 ? null : ordered[(ordered.Count - 1) / 2];
}
