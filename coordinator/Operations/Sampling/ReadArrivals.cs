using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Operations.Sampling;

/// <summary>How long people waited for some pictures, and how well that was foretold.</summary>
/// <param name="Pictures">How many these are; the waits are zero when none.</param>
internal sealed record Arrivals(int Pictures, TimeSpan WaitHalf, TimeSpan WaitNineTenths, TimeSpan WaitMost, int Early, int Kept, int Late)
{
    public static Arrivals None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0);

    /// <summary>Null when no time was promised for any.</summary>
    public double? KeptShare => Early + Kept + Late is > 0 and var promised ? (double)Kept / promised : null;

    public static Arrivals Of(IReadOnlyList<Arrival> pictures)
    {
        if (pictures.Count == 0)
            return None;
        var waits = pictures.Select(picture => picture.CameAt - picture.AskedAt).Order().ToList();
        var outcomes = pictures.Where(picture => picture.Promise is not null)
            .CountBy(picture => EtaCalibration.Judge(picture.Promise!.Value.From, picture.Promise.Value.To, picture.CameAt)).ToDictionary(); // filtered just before
        int Count(EtaOutcome outcome) => outcomes.GetValueOrDefault(outcome);
        return new(pictures.Count, Quantile(waits, 0.5), Quantile(waits, 0.9), Quantile(waits, 0.99), Count(EtaOutcome.Early), Count(EtaOutcome.Inside), Count(EtaOutcome.Late));
    }

    private static TimeSpan Quantile(List<TimeSpan> sorted, double share) => sorted[Math.Min((int)(share * sorted.Count), sorted.Count - 1)];
}

/// <summary>One picture that came.</summary>
internal readonly record struct Arrival(DateTimeOffset AskedAt, DateTimeOffset CameAt, (DateTimeOffset From, DateTimeOffset To)? Promise);

/// <summary>Reads the waits for the last pictures of the whole grid; it looks at a bounded number of rows however many there are.</summary>
internal sealed class ReadArrivals(IDbContextFactory<GridDb> databases)
{
    private const int Most = 1000;

    /// <param name="since">Asked for since then.</param>
    public async Task<Arrivals> RunAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return Arrivals.Of(await db.QueryRowsAsync(
            $"""
            SELECT j."QueuedAt", a."EndedAt", j."PromisedFrom", j."PromisedTo" FROM jobs j JOIN attempts a ON a."Id" = j."AttemptId"
            WHERE j."State" IN ('Rendered', 'Done') AND j."QueuedAt" >= @a0 AND a."EndedAt" IS NOT NULL ORDER BY j."QueuedAt" DESC LIMIT {Most}
            """, // index queued at of rendered ones, then primary key
            [], [since.ToMicroseconds()],
            row => new Arrival(At(row.GetInt64(0)), At(row.GetInt64(1)), row.IsDBNull(2) || row.IsDBNull(3) ? null : (At(row.GetInt64(2)), At(row.GetInt64(3)))),
            cancellationToken));
    }

    private static DateTimeOffset At(long microseconds) => Instants.FromMicroseconds(microseconds);
}
