using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Moderation.Askers;
using LaionGrid.Coordinator.Moderation.Takedowns;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>What is held against whoever asked for a picture.</summary>
/// <param name="AccountName">Empty for one without a key.</param>
internal sealed record AskerView(string AccountName, int Warnings, DateTimeOffset? SuspendedUntil, int Takedowns);

/// <summary>A report as a moderator sees it.</summary>
/// <param name="Picture">Null when there is none any more.</param>
internal sealed record ReportDetail(Report Report, IReadOnlyList<string> Words, PictureSnapshot? Picture, AskerView? Asker);

/// <summary>A page of what waits, due soonest first.</summary>
internal sealed record ReportQueue(IReadOnlyList<ReportDetail> Reports, int Waiting, int Overdue);

/// <summary>Reads reports.</summary>
internal sealed class ViewReports(IDbContextFactory<GridDb> databases, ViewPictures pictures, TimeProvider time)
{
    private const int MaxWords = 10;
    private const int MaxCounted = 1000;

    /// <summary>Null when there is no such report.</summary>
    public async Task<Report?> FindAsync(ReportId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Reports.AsNoTracking().SingleOrDefaultAsync(report => report.Id == id, cancellationToken);
    }

    public async Task<ReportQueue> QueueAsync(int limit, ReportId? after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (waiting, now) = (db.Reports.AsNoTracking().Where(report => report.State == ReportState.Open || report.State == ReportState.Appealed), time.GetUtcNow());
        var details = new List<ReportDetail>();
        foreach (var report in await PageAsync(db, waiting, limit, after, cancellationToken))
            details.Add(await DetailAsync(db, report, cancellationToken));
        return new(details, await waiting.Take(MaxCounted).CountAsync(cancellationToken), await waiting.Where(report => report.DueAt < now).Take(MaxCounted).CountAsync(cancellationToken));
    }

    /// <summary>A report with what a moderator needs to decide.</summary>
    public async Task<ReportDetail> DetailAsync(Report report, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await DetailAsync(db, report, cancellationToken);
    }

    private static async Task<IReadOnlyList<Report>> PageAsync(GridDb db, IQueryable<Report> waiting, int limit, ReportId? after, CancellationToken cancellationToken)
    {
        var ordered = waiting.OrderBy(report => report.DueAt).ThenBy(report => report.Id); // index due at, id
        if (after is not { } last)
            return await ordered.Take(limit).ToListAsync(cancellationToken);
        var due = await db.Reports.Where(report => report.Id == last).Select(report => report.DueAt).SingleOrDefaultAsync(cancellationToken);
        var same = await ordered.Where(report => report.DueAt == due).ToListAsync(cancellationToken);
        var later = await ordered.Where(report => report.DueAt > due).Take(limit).ToListAsync(cancellationToken);
        return [.. same.Where(report => report.Id.Value.CompareTo(last.Value) > 0).Concat(later).Take(limit)];
    }

    private async Task<ReportDetail> DetailAsync(GridDb db, Report report, CancellationToken cancellationToken)
    {
        var words = await db.ReportVoices.Where(voice => voice.ReportId == report.Id && voice.Words != "").OrderBy(voice => voice.At) // primary key
            .Take(MaxWords).Select(voice => voice.Words).ToListAsync(cancellationToken);
        if (report.JobId is not { } job)
            return new(report, words, null, null);
        var picture = await pictures.OneAsync(job, Viewer.Moderator, cancellationToken);
        return new(report, words, picture?.Job.Check == PictureCheck.TakenDown ? null : picture, await AskerAsync(db, job, cancellationToken));
    }

    private static async Task<AskerView> AskerAsync(GridDb db, JobId job, CancellationToken cancellationToken)
    {
        var (requests, accounts, jobs) = (db.Requests, db.Accounts, db.Jobs);
        var asker = await jobs.Where(one => one.Id == job).Join(requests, one => one.RequestId, request => request.Id, (one, request) => new { one.Requester, request.AccountId })
            .Join(accounts, one => one.AccountId, account => account.Id, (one, account) => new { one.Requester, one.AccountId, account.Name }).SingleAsync(cancellationToken);
        var (isAnonymous, key) = (asker.AccountId == AccountId.Anonymous, AskerStanding.KeyOf(asker.AccountId, asker.Requester));
        var standing = await db.AskerStandings.AsNoTracking().SingleOrDefaultAsync(one => one.Asker == key, cancellationToken);
        var down = await db.Takedowns.CountAsync(takedown => takedown.RestoredAt == null && jobs.Any(one => one.Id == takedown.JobId
            && (isAnonymous ? one.Requester == asker.Requester : requests.Any(request => request.Id == one.RequestId && request.AccountId == asker.AccountId))), cancellationToken);
        return new(isAnonymous ? "" : asker.Name, standing?.Warnings ?? 0, standing?.SuspendedUntil, down);
    }
}
