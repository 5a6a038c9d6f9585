using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>Seconds that a share of the jobs waited at most.</summary>
internal sealed record WaitPercentiles(long Count, double P50, double P90, double P99, double P999, double Max)
{
    public static WaitPercentiles Of(Histogram waits) => new(waits.Count, waits.Percentile(0.5), waits.Percentile(0.9), waits.Percentile(0.99), waits.Percentile(0.999), waits.Max);

    public override string ToString() => FormattableString.Invariant($"p50 {P50,8:0.0} s   p90 {P90,8:0.0} s   p99 {P99,8:0.0} s   p99.9 {P999,8:0.0} s   max {Max,8:0.0} s   ({Count:#,0})");
}

/// <summary>What a simulated day came to. Shares are 0 to 1.</summary>
internal sealed record SimulationReport
{
    public required long Submitted { get; init; }

    public required long Done { get; init; }

    public required long GivenUp { get; init; }

    public required int QueuedAtEnd { get; init; }

    public required int MostQueued { get; init; }

    public required int MostOnline { get; init; }

    public required WaitPercentiles Wait { get; init; }

    public required WaitPercentiles Picture { get; init; }

    public required WaitPercentiles WaitWithoutKey { get; init; }

    public required WaitPercentiles WaitWithKey { get; init; }

    public required WaitPercentiles WaitOfContributors { get; init; }

    public required WaitPercentiles WaitOfBulk { get; init; }

    public required WaitPercentiles WaitOfNewcomersAtPeak { get; init; }

    /// <summary>Null when fewer than two people had work waiting all through the ten minutes behind the peak.</summary>
    public required double? JainIndex { get; init; }

    public required int PeopleCompared { get; init; }

    public required double Utilisation { get; init; }

    public required double AttemptsPerPicture { get; init; }

    public required long SecondAttempts { get; init; }

    public required double SecondAttemptsFirst { get; init; }

    public required double PreparationShare { get; init; }

    public required double FailedShare { get; init; }

    public required double LeftShare { get; init; }

    public required double DoubledShare { get; init; }

    public required double EtaInside { get; init; }

    public required double EtaEarly { get; init; }

    public required double EtaLate { get; init; }

    public required double CallsPerPicture { get; init; }

    public required double CallsPerSecond { get; init; }

    public required double CallsPerSecondAtPeak { get; init; }

    public required double PicturesPerSecondAtPeak { get; init; }

    public required double StatementsPerSecond { get; init; }

    public required double StatementsPerSecondAtPeak { get; init; }

    public required double BlobGigabytesPerDay { get; init; }

    public static SimulationReport Of(SimulationSettings settings, Tally tally, FairShare share, int queued)
    {
        var busy = Math.Max(1e-9, tally.UsefulS + tally.PreparationS + tally.FailedS + tally.LeftS + tally.DoubledS);
        var (seconds, done, judged) = (settings.Hours * 3_600, Math.Max(1, tally.Done), Math.Max(1, tally.Etas.Sum()));
        return new()
        {
            Submitted = tally.Submitted,
            Done = tally.Done,
            GivenUp = tally.GivenUp,
            QueuedAtEnd = queued,
            MostQueued = tally.MostQueued,
            MostOnline = tally.MostOnline,
            Wait = WaitPercentiles.Of(tally.Waits),
            Picture = WaitPercentiles.Of(tally.Pictures),
            WaitWithoutKey = WaitPercentiles.Of(tally.WaitsByStanding[0]),
            WaitWithKey = WaitPercentiles.Of(tally.WaitsByStanding[1]),
            WaitOfContributors = WaitPercentiles.Of(tally.WaitsByStanding[2]),
            WaitOfBulk = WaitPercentiles.Of(tally.WaitsByStanding[3]),
            WaitOfNewcomersAtPeak = WaitPercentiles.Of(tally.Newcomers),
            JainIndex = share.Jain(),
            PeopleCompared = share.People,
            Utilisation = busy / Math.Max(1, tally.OnlineS),
            AttemptsPerPicture = (double)tally.Attempts / done,
            SecondAttempts = tally.SecondAttempts,
            SecondAttemptsFirst = (double)tally.SecondAttemptsFirst / Math.Max(1, tally.SecondAttempts),
            PreparationShare = tally.PreparationS / busy,
            FailedShare = tally.FailedS / busy,
            LeftShare = tally.LeftS / busy,
            DoubledShare = tally.DoubledS / busy,
            EtaInside = (double)tally.Etas[(int)EtaOutcome.Inside] / judged,
            EtaEarly = (double)tally.Etas[(int)EtaOutcome.Early] / judged,
            EtaLate = (double)tally.Etas[(int)EtaOutcome.Late] / judged,
            CallsPerPicture = tally.Calls / done,
            CallsPerSecond = tally.Calls / seconds,
            CallsPerSecondAtPeak = tally.MostCallsPerSecond,
            PicturesPerSecondAtPeak = tally.MostDonePerSecond,
            StatementsPerSecond = settings.StatementsPerJob * tally.Done / seconds,
            StatementsPerSecondAtPeak = settings.StatementsPerJob * tally.MostDonePerSecond,
            BlobGigabytesPerDay = tally.PictureBytes / 1e9 * 24 / settings.Hours,
        };
    }
}
