using LaionGrid.Web.Coordinator.Network;

namespace LaionGrid.Web.Network;

/// <summary>The grid over one stretch of a chart or one row of its table. Null for what nobody knows of that stretch.</summary>
public sealed record HistoryRow
{
    public required DateTimeOffset At { get; init; }

    public required double Workers { get; init; }

    public required double Queued { get; init; }

    public required double? PicturesPerHour { get; init; }

    public required double? TflopPerSecond { get; init; }

    public required double? WaitHalfSeconds { get; init; }

    public required double? WaitNineTenthsSeconds { get; init; }

    public required double? EtaKept { get; init; }
}

/// <summary>Makes rows of samples. Pure.</summary>
internal static class HistoryRows
{
    private const double MflopInTflop = 1e6;

    /// <param name="samples">Oldest first.</param>
    /// <param name="stretch">How long a row is.</param>
    /// <returns>Oldest first; stretches without a sample have no row.</returns>
    public static IReadOnlyList<HistoryRow> Of(IReadOnlyList<GridSampleView> samples, TimeSpan stretch)
    {
        var rows = new List<HistoryRow>();
        GridSampleView? before = null;
        foreach (var group in samples.GroupBy(sample => sample.Start.UtcTicks / stretch.Ticks))
        {
            var (some, last) = (group.ToList(), group.Last());
            rows.Add(RowOf(new DateTimeOffset(group.Key * stretch.Ticks, TimeSpan.Zero), some, before ?? (some.Count > 1 ? some[0] : null)));
            before = last;
        }
        return rows;
    }

    private static HistoryRow RowOf(DateTimeOffset at, List<GridSampleView> samples, GridSampleView? before)
    {
        var last = samples[^1];
        // Done since the sample before, whenever that was: a pause of the coordinator makes a rate low, never wrong.
        var since = before is null ? TimeSpan.Zero : last.Start - before.Start;
        return new()
        {
            At = at,
            Workers = samples.Average(sample => sample.Workers),
            Queued = samples.Average(sample => sample.Queued),
            PicturesPerHour = since > TimeSpan.Zero ? Math.Max(0, last.Pictures - before!.Pictures) / since.TotalHours : null, // since is zero without one
            TflopPerSecond = since > TimeSpan.Zero ? Math.Max(0, last.VerifiedMflop - before!.VerifiedMflop) / MflopInTflop / since.TotalSeconds : null, // likewise
            WaitHalfSeconds = samples.Average(sample => sample.WaitHalf?.TotalSeconds),
            WaitNineTenthsSeconds = samples.Average(sample => sample.WaitNineTenths?.TotalSeconds),
            EtaKept = samples.Average(sample => sample.EtaKept),
        };
    }
}
