using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Results;

/// <summary>A verdict as its worker is told it.</summary>
/// <param name="CreditMflop">What is posted for it now.</param>
internal sealed record WorkerVerdict(AttemptId Id, Verdict Verdict, string Code, long CreditMflop, DateTimeOffset RenderedAt, DateTimeOffset At);

/// <summary>
/// Lists what was decided about a worker's pictures behind a place, in the order of time. A verdict is told when it is <see cref="Settles"/> old: by then
/// whatever was decided before it is committed, so going on from the last one skips none.
/// </summary>
internal sealed class ViewVerdicts(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public const int MaxRows = 256;

    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(10);

    /// <summary>Older ones are not told any more.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromDays(30);

    /// <param name="after">With <paramref name="id"/>, the last one that the worker knows.</param>
    public async Task<List<WorkerVerdict>> RunAsync(WorkerId worker, DateTimeOffset after, AttemptId id, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var (now, oldest) = (time.GetUtcNow(), time.GetUtcNow() - Told);
        return await db.QueryRowsAsync(
            $"""
            SELECT * FROM (SELECT * FROM ({Page("'Accepted', 'AcceptedUnaudited'")}) gained UNION ALL SELECT * FROM ({Page("'Rejected', 'Recalled'")}) lost) verdicts
            ORDER BY "VerdictAt", "Id" LIMIT @a4
            """,
            [], [worker.Value, (after > oldest ? after : oldest).ToMicroseconds(), id.Value, (now - Settles).ToMicroseconds(), limit],
            row => new WorkerVerdict(
                row.ReadId<AttemptId>(0), Enum.Parse<Verdict>(row.GetString(1)), row.GetString(2), row.GetInt64(3), Instants.FromMicroseconds(row.GetInt64(4)), Instants.FromMicroseconds(row.GetInt64(5))),
            cancellationToken);
    }

    /// <summary>Each half has an index of its own (worker, verdict at), and reads no more than a page of it.</summary>
    private static string Page(string verdicts) => $"""
        SELECT "Id", "Verdict", "VerdictCode", "CreditMflop", "EndedAt", "VerdictAt" FROM attempts
        WHERE "WorkerId" = @a0 AND "Verdict" IN ({verdicts}) AND "VerdictAt" >= @a1 AND "VerdictAt" <= @a3 AND ("VerdictAt" > @a1 OR "Id" > @a2)
        ORDER BY "VerdictAt", "Id" LIMIT @a4
        """;
}
