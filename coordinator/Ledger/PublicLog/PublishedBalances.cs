using System.Text;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>
/// The balances that the coordinator goes by, as they were when the log had its present size: those of now, less what waits for its place. A page is read in one statement, so
/// balances and size are of one instant, and whoever replays the log to that size must come to the same.
/// </summary>
internal sealed class PublishedBalances(IDbContextFactory<GridDb> databases)
{
    private const int OwnersAPage = 500;

    /// <summary>What is final of one owner, with the signed head of the log that it is true for; null before the log has one.</summary>
    public async Task<PublishedBalance?> OfAsync(AccountId owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var rows = await db.QueryRowsAsync( // primary key, a range; what waits are the transactions of some seconds
            """
            SELECT head."Size", head."Checkpoint", CAST(
                COALESCE((SELECT SUM(b."AmountMflop") FROM ledger_balances b WHERE b."AccountId" = @a0 AND b."Book" IN ('Escrow', 'Contribution')), 0)
                - COALESCE((SELECT SUM(p."AmountMflop") FROM log_waiting w JOIN postings p ON p."TransactionId" = w."TransactionId" WHERE p."AccountId" = @a0 AND p."Book" IN ('Escrow', 'Contribution')), 0) AS bigint)
            FROM log_head head WHERE head."Checkpoint" <> ''
            """,
            [], [owner.Value], row => new PublishedBalance(row.GetInt64(2), row.GetInt64(0), row.GetString(1)), cancellationToken);
        return rows.FirstOrDefault();
    }

    /// <summary>
    /// A page as text: "size" and the log's size; a line for each account with anything in it (owner, book, holder, MFLOP); then "next" and the last owner of the page, or "end".
    /// </summary>
    public async Task<string> PageAsync(AccountId after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var rows = await db.QueryRowsAsync(
            $"""
            WITH owners AS (SELECT DISTINCT "AccountId" FROM ledger_balances WHERE "AccountId" > @a0 ORDER BY "AccountId" LIMIT {OwnersAPage}),
            waiting AS (
                SELECT p."AccountId", p."Book", p."Holder", SUM(p."AmountMflop") AS mflop FROM log_waiting w JOIN postings p ON p."TransactionId" = w."TransactionId"
                GROUP BY p."AccountId", p."Book", p."Holder")
            SELECT head."Size", page."AccountId", page."Book", page."Holder", page.mflop FROM log_head head LEFT JOIN (
                SELECT b."AccountId", b."Book", b."Holder", CAST(b."AmountMflop" - COALESCE(waiting.mflop, 0) AS bigint) AS mflop
                FROM owners JOIN ledger_balances b ON b."AccountId" = owners."AccountId"
                LEFT JOIN waiting ON waiting."AccountId" = b."AccountId" AND waiting."Book" = b."Book" AND waiting."Holder" = b."Holder") page ON TRUE
            ORDER BY page."AccountId"
            """, // primary key, a range of it for each owner
            [], [after.Value],
            row => (Size: row.GetInt64(0), Account: row.IsDBNull(1) ? default(LedgerAccountName?) : new(row.GetGuid(1), row.GetString(2), row.GetGuid(3)), Mflop: row.IsDBNull(4) ? 0 : row.GetInt64(4)),
            cancellationToken);
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture, $"size {rows[0].Size}\n");
        foreach (var row in rows.Where(row => row.Mflop != 0))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row.Account} {row.Mflop}\n");
        var owners = rows.Select(row => row.Account?.Owner).OfType<Guid>().Distinct().ToList();
        return text.Append(owners.Count < OwnersAPage ? "end\n" : $"next {owners[^1]:N}\n").ToString();
    }
}

/// <param name="FinalMflop">In the books Escrow and Contribution.</param>
/// <param name="Size">Leaves of the log that sum up to it.</param>
/// <param name="Checkpoint">The log's head at that size, signed.</param>
internal sealed record PublishedBalance(long FinalMflop, long Size, string Checkpoint);
