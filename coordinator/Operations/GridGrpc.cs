using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Operations.Sampling;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;
using SampleSpan = LaionGrid.Coordinator.Operations.Sampling.SampleSpan;

namespace LaionGrid.Coordinator.Operations;

/// <summary>How the grid does, on the wire, for everybody.</summary>
internal sealed class GridGrpc(FleetCounts fleet, QueueGauge gauge, ReadTotals totals, LatestFindings latest, ReadSamples samples, TimeProvider time) : Grid.GridBase
{
    private const int UsualSpans = 1440;

    public override async Task<GridState> GetState(GetGridStateRequest request, ServerCallContext context)
    {
        var (now, here, found) = (time.GetUtcNow(), fleet.All, latest.Findings);
        var done = await totals.RunAsync(now, context.CancellationToken);
        return new()
        {
            WorkersOnline = here.Volunteers,
            RefereesOnline = here.Referees,
            Slots = here.Slots,
            IdleSlots = here.IdleSlots,
            Queues = { Queues() },
            PicturesToday = done.PicturesToday,
            Pictures = done.Pictures,
            PicturesLastHour = done.Pictures - (found.HourAgo?.Pictures ?? done.Pictures),
            VerifiedMflop = done.VerifiedMflop,
            VerifiedLastHourMflop = Math.Max(0, done.VerifiedMflop - (found.HourAgo?.VerifiedMflop ?? done.VerifiedMflop)), // a reversal may take more than the hour gave
            ProvisionalMflop = done.ProvisionalMflop,
            Arrivals = ToWire(found.Arrivals),
            Audits = { found.Audits.OrderBy(count => count.Key).Select(count => new AuditCount { Ending = EndingOf(count.Key), Audits = count.Value }) },
            LastPostingAtUs = found.LastPostingAt?.ToMicroseconds() ?? 0,
            OldestQueuedAtUs = found.OldestQueuedAt?.ToMicroseconds() ?? 0,
            NowUs = now.ToMicroseconds(),
        };
    }

    public override async Task<GridHistory> GetHistory(GetGridHistoryRequest request, ServerCallContext context)
    {
        if (request.Spans is < 0 or > ReadSamples.Most)
            throw Refusal.Invalid("spans.out_of_range", "spans", $"A history has 1 to {ReadSamples.Most} samples.").ToRpc();
        var found = await samples.RunAsync(SpanOf(request.Span), request.Spans == 0 ? UsualSpans : request.Spans, context.CancellationToken);
        return new() { Samples = { found.Select(ToWire) } };
    }

    private IEnumerable<BundleQueue> Queues() =>
        from lane in gauge.Lanes
        let bundle = Lane.TryParse(lane.Lane, out var parsed) ? parsed.Value.BundleId : lane.Lane
        group lane.Queued by bundle into queue
        orderby queue.Key
        select new BundleQueue { BundleId = queue.Key, Queued = queue.Sum() };

    private static Contracts.V1.Arrivals ToWire(Sampling.Arrivals arrivals) => new()
    {
        Pictures = arrivals.Pictures,
        WaitHalfMs = (long)arrivals.WaitHalf.TotalMilliseconds,
        WaitNineTenthsMs = (long)arrivals.WaitNineTenths.TotalMilliseconds,
        WaitMostMs = (long)arrivals.WaitMost.TotalMilliseconds,
        Early = arrivals.Early,
        Kept = arrivals.Kept,
        Late = arrivals.Late,
    };

    private static GridSample ToWire(NetworkSample sample)
    {
        var message = new GridSample
        {
            StartUs = sample.Start.ToMicroseconds(),
            Workers = sample.Workers,
            Referees = sample.Referees,
            Queued = sample.Queued,
            Pictures = sample.Pictures,
            VerifiedMflop = sample.VerifiedMflop,
        };
        if (sample.WaitHalfMs is { } half)
            message.WaitHalfMs = half;
        if (sample.WaitNineTenthsMs is { } nineTenths)
            message.WaitNineTenthsMs = nineTenths;
        if (sample.EtaKept is { } kept)
            message.EtaKept = kept;
        return message;
    }

    private static SampleSpan SpanOf(Contracts.V1.SampleSpan span) => span switch
    {
        Contracts.V1.SampleSpan.Unspecified or Contracts.V1.SampleSpan.Minute => SampleSpan.Minute,
        Contracts.V1.SampleSpan.Hour => SampleSpan.Hour,
        _ => throw Refusal.Invalid("span.unknown", "span", "Samples are of minutes or of hours.").ToRpc(),
    };

    private static AuditEnding EndingOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Open => AuditEnding.Open,
        AuditOutcome.Passed => AuditEnding.Passed,
        AuditOutcome.Withheld => AuditEnding.Withheld,
        AuditOutcome.ReplayDiffers => AuditEnding.ReplayDiffers,
        AuditOutcome.ChecksDiffer => AuditEnding.ChecksDiffer,
        AuditOutcome.Unanswered => AuditEnding.Unanswered,
        _ => throw new InvalidOperationException($"No ending for {outcome}."),
    };
}
