using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>
/// Proves the books: every transaction sums to zero, and balances, boards' tallies and the network's account are what the postings sum to. Each
/// comparison is one statement, which sees one instant, so it may run while the grid works. It reads all postings.
/// </summary>
internal sealed class ProveLedger(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int Named = 3;
    private const int LongestSeconds = 1800;

    /// <returns>What is wrong, a sentence each; empty when the books are right.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Database.SetCommandTimeout(LongestSeconds);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var findings = new List<string>();
        foreach (var (rule, sql) in Rules)
            Note(findings, rule, await FindAsync(db, sql, 0, cancellationToken));
        foreach (var (span, microseconds) in LedgerSums.Spans)
        {
            var since = span == nameof(TallySpan.Hour) ? (time.GetUtcNow() - Tallies.HoursKept).AddDays(1).Floor(TallySpan.Day) : DateTimeOffset.UnixEpoch;
            Note(findings, $"tallies ({span}) are not the sums of their postings", await FindAsync(db, TalliesOf(span, microseconds), since.ToMicroseconds(), cancellationToken));
        }
        return findings;
    }

    /// <summary>Each selects the names of what breaks its rule.</summary>
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("transactions have no two postings, or do not sum to zero", """
            SELECT t."Cause" FROM ledger_transactions t LEFT JOIN postings p ON p."TransactionId" = t."Id"
            GROUP BY t."Id", t."Cause" HAVING COUNT(p."Id") < 2 OR SUM(p."AmountMflop") <> 0 OR SUM(p."Count") <> 0
            """),
        ("balances are not the sums of their postings", $"""
            SELECT CAST("AccountId" AS text) || ' ' || "Book" FROM (
                {LedgerSums.Balances} UNION ALL SELECT "AccountId", "Book", "Holder", -"AmountMflop" FROM ledger_balances) parts
            GROUP BY "AccountId", "Book", "Holder" HAVING SUM("AmountMflop") <> 0
            """),
        ("accounts hold less than nothing", """SELECT CAST("AccountId" AS text) || ' ' || "Book" FROM ledger_balances WHERE "AmountMflop" < 0"""),
    ];

    private static string TalliesOf(string span, long microseconds) => $"""
        SELECT CAST(subject AS text) FROM (
            SELECT subject, at - at % {microseconds} AS start, amount, count FROM ({LedgerSums.Shares}) shares WHERE at >= @a0
            UNION ALL SELECT "Subject", "Start", -"Amount", -"Count" FROM tallies WHERE "Span" = '{span}' AND "Start" >= @a0 AND {LedgerSums.IsLedgers}
            UNION ALL SELECT "Subject", "Hour" - "Hour" % {microseconds}, -"Amount", -"Count" FROM tally_entries WHERE "Hour" >= @a0 AND {LedgerSums.IsLedgers}) parts
        GROUP BY subject, start HAVING SUM(amount) <> 0 OR SUM(count) <> 0
        """;

    private static Task<List<string>> FindAsync(GridDb db, string sql, long since, CancellationToken cancellationToken) =>
        db.QueryRowsAsync(sql, [], [since], row => row.GetString(0), cancellationToken);

    private static void Note(List<string> findings, string rule, List<string> names)
    {
        if (names.Count > 0)
            findings.Add($"{rule} ({names.Count}): {string.Join(", ", names.Take(Named))}{(names.Count > Named ? ", ..." : "")}");
    }
}
