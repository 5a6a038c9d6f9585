using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>Finds out about the grid what takes a look into the database. Audits are counted anew every few minutes only, because there may be many.</summary>
internal sealed class FindOut(IDbContextFactory<GridDb> databases, ReadArrivals arrivals, CountAudits audits, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan AuditsLast = TimeSpan.FromMinutes(5);

    private IReadOnlyDictionary<AuditOutcome, long> _audits = GridFindings.None.Audits;
    private DateTimeOffset _auditsAt = DateTimeOffset.MinValue;

    public async Task<GridFindings> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _auditsAt >= AuditsLast)
            (_audits, _auditsAt) = (await audits.RunAsync(now - Month, cancellationToken), now);
        var came = await arrivals.RunAsync(now - Hour, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var posted = await db.Postings.MaxAsync(posting => (DateTimeOffset?)posting.PostedAt, cancellationToken); // index posted at
        var waiting = await db.Jobs.Where(job => job.State == JobState.Queued).MinAsync(job => (DateTimeOffset?)job.QueuedAt, cancellationToken); // index of queued ones
        var hourAgo = await db.NetworkSamples.Where(sample => sample.Span == SampleSpan.Minute && sample.Start >= now - Hour) // primary key, a range
            .OrderBy(sample => sample.Start).FirstOrDefaultAsync(cancellationToken);
        return new(came, _audits, posted, waiting, hourAgo);
    }
}
