using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>
/// Keeps one sample a minute, makes an hour of each that is over, and lets go of what is too old. Several coordinators may do so over one database: a
/// stretch that has a sample keeps it.
/// </summary>
internal sealed class SampleNetwork(GridWriter writer, ReadTotals totals, FleetCounts fleet, QueueGauge gauge, TimeProvider time)
{
    private DateTimeOffset _sampled = DateTimeOffset.MinValue;

    public async Task RunAsync(Arrivals arrivals, CancellationToken cancellationToken)
    {
        var minute = SampleFolding.MinuteOf(time.GetUtcNow());
        if (minute <= _sampled)
            return;
        var sample = Sample(minute, await totals.RunAsync(time.GetUtcNow(), cancellationToken), arrivals);
        await writer.RunAsync(async db =>
        {
            await db.KeepAsync([sample], cancellationToken);
            if (SampleFolding.HourOf(minute) > SampleFolding.HourOf(_sampled))
                await FoldAsync(db, minute, cancellationToken);
            return true;
        }, cancellationToken);
        _sampled = minute;
    }

    private NetworkSample Sample(DateTimeOffset minute, GridTotals done, Arrivals arrivals)
    {
        var (here, came) = (fleet.All, arrivals.Pictures > 0);
        return new()
        {
            Span = SampleSpan.Minute,
            Start = minute,
            Workers = here.Volunteers,
            Referees = here.Referees,
            Queued = gauge.Queued,
            Pictures = done.Pictures,
            VerifiedMflop = done.VerifiedMflop,
            WaitHalfMs = came ? (long)arrivals.WaitHalf.TotalMilliseconds : null,
            WaitNineTenthsMs = came ? (long)arrivals.WaitNineTenths.TotalMilliseconds : null,
            EtaKept = arrivals.KeptShare,
        };
    }

    /// <summary>Also the hours that were over while no coordinator ran.</summary>
    private static async Task FoldAsync(GridDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var samples = db.NetworkSamples; // primary key, ranges
        var last = await samples.Where(sample => sample.Span == SampleSpan.Hour).MaxAsync(sample => (DateTimeOffset?)sample.Start, cancellationToken);
        var (from, until) = (last?.AddHours(1) ?? DateTimeOffset.UnixEpoch, SampleFolding.HourOf(now));
        var minutes = await samples.AsNoTracking().Where(sample => sample.Span == SampleSpan.Minute && sample.Start >= from && sample.Start < until).ToListAsync(cancellationToken);
        await db.KeepAsync(SampleFolding.Fold(minutes), cancellationToken);
        var (minutesUntil, hoursUntil) = (now - SampleFolding.MinutesKept, now - SampleFolding.HoursKept);
        await samples.Where(sample => (sample.Span == SampleSpan.Minute && sample.Start < minutesUntil) || (sample.Span == SampleSpan.Hour && sample.Start < hoursUntil))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
