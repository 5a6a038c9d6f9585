using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>
/// Makes balances and the ledger's tallies anew from the postings, in one transaction: readers see the old ones until it ends, and whoever wants to
/// post or fold waits. For an operator whose proof found something; it changes no posting.
/// </summary>
internal sealed class RebuildBalances(GridWriter writer, TimeProvider time)
{
    private const int LongestSeconds = 1800;

    public Task RunAsync(CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        db.Database.SetCommandTimeout(LongestSeconds);
        if (db.Database.IsNpgsql()) // SQLite's writer is alone
            await ExecuteAsync(db, "LOCK TABLE ledger_transactions, ledger_balances, tally_entries, tallies IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        await ExecuteAsync(db, "DELETE FROM ledger_balances", cancellationToken);
        await ExecuteAsync(db, $"""INSERT INTO ledger_balances ("AccountId", "Book", "Holder", "AmountMflop") {LedgerSums.Balances}""", cancellationToken);
        await ExecuteAsync(db, $"DELETE FROM tally_entries WHERE {LedgerSums.IsLedgers}", cancellationToken);
        await ExecuteAsync(db, $"DELETE FROM tallies WHERE {LedgerSums.IsLedgers}", cancellationToken);
        foreach (var (span, microseconds) in LedgerSums.Spans)
            await ExecuteAsync(db, $"""
                INSERT INTO tallies ("Span", "Start", "Subject", "Amount", "Count")
                SELECT '{span}', at - at % {microseconds}, subject, SUM(amount), SUM(count) FROM ({LedgerSums.Shares}) shares
                WHERE '{span}' <> 'Hour' OR at >= @a0 GROUP BY subject, at - at % {microseconds}
                """, cancellationToken);
        return true;
    }, cancellationToken);

    private Task<int> ExecuteAsync(GridDb db, string sql, CancellationToken cancellationToken) =>
        db.ExecuteRowsAsync(sql, [], sql.Contains("@a0", StringComparison.Ordinal) ? [(time.GetUtcNow() - Tallies.HoursKept).Floor(TallySpan.Hour).ToMicroseconds()] : [], cancellationToken);
}
