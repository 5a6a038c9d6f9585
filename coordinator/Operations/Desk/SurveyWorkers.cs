using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>A worker with what verification knows of it.</summary>
/// <param name="Evidence">Jobs whose verdict went against it, the latest first.</param>
internal sealed record SurveyedWorker(
    Worker Worker, string ContributorName, DateTimeOffset? LastLeaseAt, double Passed, long Faults, long Withheld, bool HasDrifted, DateTimeOffset? FaultAt)
{
    public IReadOnlyList<JobId> Evidence { get; init; } = [];

    public int OpenAppeals { get; init; }
}

/// <summary>Which workers.</summary>
/// <param name="Search">Part of a name; empty for all.</param>
internal sealed record WorkerPage(int Limit, WorkerId? Before, string Search, bool OnlyStopped);

/// <summary>Reads workers for the operator.</summary>
internal sealed class SurveyWorkers(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxEvidence = 5;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<SurveyedWorker>> PageAsync(WorkerPage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (workers, now) = (db.Workers.AsNoTracking(), time.GetUtcNow());
        if (page.Before is { } before)
        {
            var at = await db.Workers.Where(worker => worker.Id == before).Select(worker => worker.CreatedAt).SingleOrDefaultAsync(cancellationToken);
            workers = workers.Where(worker => worker.CreatedAt < at);
        }
        if (page.OnlyStopped)
            workers = workers.Where(worker => worker.IsPaused || worker.SuspendedUntil > now);
        var rows = Named(db, workers);
        if (page.Search.Length > 0)
        {
            var part = page.Search.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // It runs in the database, whose lower() knows no culture of ours.
            rows = rows.Where(row => row.Worker.Name.ToLower().Contains(part) || row.ContributorName.ToLower().Contains(part));
#pragma warning restore CA1304, CA1311, CA1862
        }
        return await SurveyAsync(db, await rows.OrderByDescending(row => row.Worker.CreatedAt).Take(page.Limit).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Those that verification has something against, the latest fault first.</summary>
    public async Task<IReadOnlyList<SurveyedWorker>> SuspectsAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (trusts, now) = (db.Trusts, time.GetUtcNow());
        var suspects = db.Workers.AsNoTracking().Where(worker => worker.SuspendedUntil > now || trusts.Any(trust => trust.WorkerId == worker.Id && (trust.Faults > 0 || trust.Watched > 0 || trust.Withheld > 0)));
        var surveyed = await SurveyAsync(db, await Named(db, suspects).ToListAsync(cancellationToken), cancellationToken);
        var latest = surveyed.OrderByDescending(one => one.FaultAt ?? DateTimeOffset.MinValue).Take(limit).ToList();
        for (var index = 0; index < latest.Count; index++)
            latest[index] = await WithEvidenceAsync(db, latest[index], cancellationToken);
        return latest;
    }

    private static async Task<SurveyedWorker> WithEvidenceAsync(GridDb db, SurveyedWorker suspect, CancellationToken cancellationToken)
    {
        var worker = suspect.Worker.Id;
        return suspect with
        {
            Evidence = await db.Attempts.Where(attempt => attempt.WorkerId == worker && (attempt.Verdict == Verdict.Rejected || attempt.Verdict == Verdict.Recalled)) // index of those lost
                .OrderByDescending(attempt => attempt.VerdictAt).Take(MaxEvidence).Select(attempt => attempt.JobId).ToListAsync(cancellationToken),
            OpenAppeals = await db.Audits.CountAsync(audit => audit.AppealedAt != null && audit.AppealEndedAt == null && audit.WorkerId == worker, cancellationToken), // index of open appeals
        };
    }

    private static IQueryable<NamedWorker> Named(GridDb db, IQueryable<Worker> workers)
    {
        var accounts = db.Set<Accounts.Account>();
        return workers.Join(accounts, worker => worker.AccountId, account => account.Id, (worker, account) => new NamedWorker { Worker = worker, ContributorName = account.Name });
    }

    private static async Task<IReadOnlyList<SurveyedWorker>> SurveyAsync(GridDb db, IReadOnlyList<NamedWorker> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Worker.Id).ToList();
        var trusts = (await db.Trusts.AsNoTracking().Where(trust => ids.Contains(trust.WorkerId)).ToListAsync(cancellationToken)).ToLookup(trust => trust.WorkerId); // primary key
        var leases = await db.Attempts.Where(attempt => ids.Contains(attempt.WorkerId)).GroupBy(attempt => attempt.WorkerId)
            .Select(group => new { group.Key, At = group.Max(attempt => attempt.StartedAt) }).ToDictionaryAsync(row => row.Key, row => row.At, cancellationToken);
        return [.. rows.Select(row => Surveyed(row, [.. trusts[row.Worker.Id]], leases.TryGetValue(row.Worker.Id, out var at) ? at : null))];
    }

    private static SurveyedWorker Surveyed(NamedWorker row, IReadOnlyList<Trust> trusts, DateTimeOffset? lastLeaseAt) => new(
        row.Worker, row.ContributorName, lastLeaseAt, trusts.Sum(trust => trust.Passed), trusts.Sum(trust => trust.Faults), trusts.Sum(trust => trust.Withheld), trusts.Any(trust => trust.Watched > 0),
        trusts.Max(trust => trust.FaultAt));

    private sealed class NamedWorker
    {
        public required Worker Worker { get; init; }

        public required string ContributorName { get; init; }
    }
}
