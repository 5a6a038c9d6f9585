using System.Globalization;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Benchmarks.Boards;

/// <summary>
/// Fills a coordinator's ledger inside its database: pictures evenly over 60 days, most of them in tallies from the start, some folded as a
/// coordinator does, the newest left as entries.
/// </summary>
internal sealed class LongLedger(CoordinatorUnderTest grid, int pictures)
{
    public const int Contributors = 1000;

    /// <summary>Pictures whose entries are left for readers to add up: two seconds of the busiest grid that is planned for.</summary>
    public const int Tail = 2000;

    /// <summary>Pictures whose folding is timed.</summary>
    public const int Folded = 10_000;

    private const long Span = 60L * 86_400_000_000; // microseconds

    /// <returns>How long the folding took.</returns>
    public async Task<TimeSpan> FillAsync()
    {
        await PostAsync($"n > {Tail + Folded}");
        foreach (var (span, microseconds) in new[] { ("Hour", 3_600_000_000), ("Day", 86_400_000_000), ("Always", long.MaxValue) })
            await ExecuteAsync($"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', "PostedAt" - "PostedAt" % {microseconds}, "AccountId", SUM("AmountMflop"), SUM("Count")
                FROM postings GROUP BY "AccountId", "PostedAt" - "PostedAt" % {microseconds}
                """);
        var took = await FoldAsync($"n > {Tail} AND n <= {Tail + Folded}");
        await PostAsync($"n <= {Tail}", hasEntries: true);
        await ExecuteAsync("ANALYZE");
        return took;
    }

    private async Task<TimeSpan> FoldAsync(string numbers)
    {
        await grid.Get<FoldTallies>().RunAsync(default); // forgets old hours, which is not to be timed
        await PostAsync(numbers, hasEntries: true);
        var begun = TimeProvider.System.GetTimestamp();
        await grid.Get<FoldTallies>().RunAsync(default);
        return TimeProvider.System.GetElapsedTime(begun);
    }

    /// <summary>Posts the pictures of these numbers, the newest first. Each line has its own entry, where a verdict's batch would have one for each account.</summary>
    private async Task PostAsync(string numbers, bool hasEntries = false)
    {
        var now = grid.Time.GetUtcNow().ToMicroseconds();
        var network = grid.Kind == DatabaseKind.Postgres ? $"CAST('{AccountId.Network.Value}' AS uuid)" : $"'{AccountId.Network.Value}'";
        var none = grid.Kind == DatabaseKind.Postgres ? $"CAST('{Guid.Empty}' AS uuid)" : $"'{Guid.Empty}'";
        var all = $"""
            WITH RECURSIVE every(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM every WHERE n < {pictures}),
            numbers AS (SELECT n, {now} - n * {Span / pictures} AS at, n * 7919 % {Contributors} AS account FROM every WHERE {numbers}),
            lines AS (SELECT n, at, {Id(3, "n")} AS id, {Id(1, "account")} AS subject, 1000 + n % 97 AS mflop, 1 AS pictures FROM numbers
                UNION ALL SELECT n, at, {Id(4, "n")}, {network}, -(1000 + n % 97), -1 FROM numbers)
            """;
        await ExecuteAsync($"""INSERT INTO accounts ("Id", "Name", "NameKey", "CreatedAt") {all} SELECT DISTINCT {Id(1, "account")}, 'c' || account, 'c' || account, 0 FROM numbers WHERE TRUE ON CONFLICT DO NOTHING""");
        await ExecuteAsync($"""INSERT INTO ledger_transactions ("Id", "Cause", "PostedAt") {all} SELECT {Id(2, "n")}, 'picture:' || n, at FROM numbers""");
        await ExecuteAsync($"""INSERT INTO postings ("Id", "TransactionId", "AccountId", "Book", "Holder", "AmountMflop", "Count", "PostedAt") {all} SELECT id, {Id(2, "n")}, subject, CASE WHEN mflop > 0 THEN 'Contribution' ELSE 'Network' END, {none}, mflop, pictures, at FROM lines""");
        if (hasEntries)
            await ExecuteAsync($"""INSERT INTO tally_entries ("Id", "Subject", "Hour", "Amount", "Count") {all} SELECT id, subject, at - at % 3600000000, mflop, pictures FROM lines""");
    }

    /// <summary>An id made of a kind and a number, as the database writes it.</summary>
    private string Id(int kind, string number) => string.Format(
        CultureInfo.InvariantCulture,
        grid.Kind == DatabaseKind.Postgres ? "CAST('0000000{0}-0000-7000-8000-' || lpad(to_hex({1}), 12, '0') AS uuid)" : "printf('0000000{0}-0000-7000-8000-%012X', {1})",
        kind, number);

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
