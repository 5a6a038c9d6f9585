using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Network;

/// <summary>The coordinator's public account of how the grid does.</summary>
internal sealed class GridGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private const int MinutesInDay = 1440;
    private const int HoursInMonth = 720;

    private readonly Grid.GridClient _grid = new(channel);

    public async Task<GridNow> GetStateAsync(CancellationToken cancellationToken) =>
        ToView(await calls.AskAsync(options => _grid.GetStateAsync(new(), options).ResponseAsync, cancellationToken));

    /// <summary>Samples, oldest first.</summary>
    public async Task<IReadOnlyList<GridSampleView>> GetHistoryAsync(HistoryLength length, CancellationToken cancellationToken)
    {
        var question = length == HistoryLength.Day
            ? new GetGridHistoryRequest { Span = SampleSpan.Minute, Spans = MinutesInDay }
            : new GetGridHistoryRequest { Span = SampleSpan.Hour, Spans = HoursInMonth };
        var history = await calls.AskAsync(options => _grid.GetHistoryAsync(question, options).ResponseAsync, cancellationToken);
        return [.. history.Samples.Select(ToView)];
    }

    private static GridNow ToView(GridState state) => new()
    {
        At = Instant(state.NowUs),
        WorkersOnline = state.WorkersOnline,
        RefereesOnline = state.RefereesOnline,
        Slots = state.Slots,
        IdleSlots = state.IdleSlots,
        Queues = state.Queues.ToDictionary(queue => queue.BundleId, queue => queue.Queued),
        PicturesToday = state.PicturesToday,
        Pictures = state.Pictures,
        PicturesLastHour = state.PicturesLastHour,
        VerifiedMflop = state.VerifiedMflop,
        VerifiedLastHourMflop = state.VerifiedLastHourMflop,
        ProvisionalMflop = state.ProvisionalMflop,
        Arrivals = ToView(state.Arrivals ?? new()),
        Audits = ToView(state.Audits.ToDictionary(count => count.Ending, count => count.Audits)),
        LastPostingAt = InstantOrNull(state.LastPostingAtUs),
        OldestQueuedAt = InstantOrNull(state.OldestQueuedAtUs),
    };

    private static ArrivalsView ToView(Arrivals arrivals) => new(
        arrivals.Pictures, Milliseconds(arrivals.WaitHalfMs), Milliseconds(arrivals.WaitNineTenthsMs), Milliseconds(arrivals.WaitMostMs), arrivals.Early, arrivals.Kept, arrivals.Late);

    private static AuditsView ToView(Dictionary<AuditEnding, long> audits)
    {
        long Count(AuditEnding ending) => audits.GetValueOrDefault(ending);
        return new(
            Count(AuditEnding.Open), Count(AuditEnding.Passed), Count(AuditEnding.Withheld),
            Count(AuditEnding.ReplayDiffers) + Count(AuditEnding.ChecksDiffer), Count(AuditEnding.Unanswered));
    }

    private static GridSampleView ToView(GridSample sample) => new(
        Instant(sample.StartUs), sample.Workers, sample.Referees, sample.Queued, sample.Pictures, sample.VerifiedMflop,
        sample.HasWaitHalfMs ? Milliseconds(sample.WaitHalfMs) : null,
        sample.HasWaitNineTenthsMs ? Milliseconds(sample.WaitNineTenthsMs) : null,
        sample.HasEtaKept ? sample.EtaKept : null);

    private static TimeSpan Milliseconds(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);

    private static DateTimeOffset? InstantOrNull(long microseconds) => microseconds > 0 ? Instant(microseconds) : null;
}
