using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Desk;

/// <summary>What is asked of a bundle, and who can do it.</summary>
internal sealed record BundleWeight(string BundleId, bool IsHidden, int Queued, int Pictures, int Workers, int AbleWorkers);

/// <summary>Reads the demand for each bundle, and hides one from being asked for.</summary>
internal sealed class WeighBundles(BundleCatalogue catalogue, HiddenBundles hidden, GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The default bundle first.</summary>
    public async Task<IReadOnlyList<BundleWeight>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (requests, now) = (db.Requests, time.GetUtcNow());
        var since = now - Day;
        var queued = await db.Jobs.Where(job => job.State == JobState.Queued).Join(requests, job => job.RequestId, request => request.Id, (job, request) => request.Settings.BundleId) // index of those queued
            .GroupBy(bundle => bundle).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
        var made = await MadeAsync(db, since, cancellationToken);
        var memories = await db.Workers.Where(worker => worker.Role == WorkerRole.Volunteer && !worker.IsPaused && (worker.SuspendedUntil == null || worker.SuspendedUntil <= now)).Select(worker => worker.MemoryMiB).ToListAsync(cancellationToken);
        return [.. catalogue.All.Select(bundle => new BundleWeight(
            bundle.Id, hidden.Contains(bundle.Id), queued.GetValueOrDefault(bundle.Id), made[bundle.Id].Count(), made[bundle.Id].Distinct().Count(), memories.Count(memory => memory >= bundle.MemoryMiB)))];
    }

    /// <returns>False when there is no such bundle.</returns>
    public async Task<bool> HideAsync(string bundleId, bool isHidden, string why, Caller by, CancellationToken cancellationToken)
    {
        if (bundleId.Length == 0 || catalogue.Find(bundleId) is null)
            return false;
        await writer.RunAsync(async db =>
        {
            await db.HiddenBundles.Where(bundle => bundle.BundleId == bundleId).ExecuteDeleteAsync(cancellationToken); // primary key
            if (isHidden)
                db.Add(new HiddenBundle { BundleId = bundleId, HiddenAt = time.GetUtcNow() });
            await db.NoteAsync(by, isHidden ? "bundle.hide" : "bundle.show", $"bundle:{bundleId}", why, time.GetUtcNow(), cancellationToken);
            return true;
        }, cancellationToken);
        await hidden.RefreshAsync(cancellationToken);
        return true;
    }

    /// <summary>For each bundle the worker of each picture.</summary>
    private static async Task<ILookup<string, WorkerId>> MadeAsync(GridDb db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (requests, attempts) = (db.Requests, db.Attempts);
        var rows =
            from job in db.Jobs.Where(one => (one.State == JobState.Rendered || one.State == JobState.Done) && one.QueuedAt >= since) // index of those rendered
            join request in requests on job.RequestId equals request.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            select new { request.Settings.BundleId, attempt.WorkerId };
        return (await rows.ToListAsync(cancellationToken)).ToLookup(row => row.BundleId, row => row.WorkerId);
    }
}
