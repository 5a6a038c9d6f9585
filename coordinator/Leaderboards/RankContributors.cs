using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>One contributor's standing in a period; equal contributions share a rank.</summary>
/// <param name="CreditMflop">What became final in the period.</param>
/// <param name="Pictures">Accepted in the period, less those whose credit was taken back.</param>
/// <param name="ProvisionalMflop">What waits for a later audit now, whenever it was made.</param>
internal sealed record Standing(int Rank, string ContributorName, long CreditMflop, int Pictures, long ProvisionalMflop);

/// <summary>A page of standings, and how many there are in all.</summary>
internal sealed record Standings(IReadOnlyList<Standing> Rows, int Total);

/// <summary>
/// Ranks contributors by what became final for them, read from the ledger's tallies; nothing else counts. Who has nothing final yet stands behind all
/// others, in the order of what is provisional. It reads them all, in one statement: what the boards in memory (<see cref="LiveBoards"/>) are proved against.
/// </summary>
internal sealed class RankContributors(IDbContextFactory<GridDb> databases)
{
    /// <param name="since">Only what was posted from the start of this instant's hour on; null for all time.</param>
    public async Task<Standings> RunAsync(DateTimeOffset? since, int offset, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var (hour, midnight) = since is { } from ? Tallies.Bounds(from) : default;
        var rows = await db.QueryRowsAsync(
            since is null ? PageOf(Tallies.PartsOfAllTime) : PageOf(Tallies.PartsSince), [], [hour, midnight, AccountId.Network.Value, limit, offset],
            row => (Total: row.GetInt32(0), Standing: row.IsDBNull(1) ? null : new Standing(row.GetInt32(1), row.GetString(2), row.GetInt64(3), row.GetInt32(4), row.GetInt64(5))), cancellationToken);
        return new(rows.Select(row => row.Standing).OfType<Standing>().ToList(), rows[0].Total);
    }

    /// <summary>One statement, so that page, ranks and total are of one instant; a page behind the last is one row with the total alone.</summary>
    private static string PageOf(string parts) =>
        $"""
        WITH sums AS (
            SELECT "Subject", CAST(SUM("Amount") AS bigint) AS mflop, CAST(SUM("Count") AS bigint) AS pictures FROM ({parts}) parts
            WHERE "Subject" <> @a2 GROUP BY "Subject" HAVING SUM("Amount") > 0 OR SUM("Count") > 0),
        pending AS (
            SELECT "AccountId", CAST(SUM("AmountMflop") AS bigint) AS mflop FROM ledger_balances WHERE "Book" = 'Pending' AND "AmountMflop" > 0 GROUP BY "AccountId"),
        listed AS MATERIALIZED (
            SELECT accounts."Name" AS name, accounts."NameKey" AS name_key, CASE WHEN sums.mflop > 0 THEN sums.mflop ELSE 0 END AS mflop, pictures, COALESCE(pending.mflop, 0) AS provisional
            FROM sums JOIN accounts ON accounts."Id" = sums."Subject" LEFT JOIN pending ON pending."AccountId" = sums."Subject"
            WHERE sums.mflop > 0 OR pending.mflop > 0),
        ranked AS (SELECT RANK() OVER (ORDER BY mflop DESC) AS place, name, name_key, mflop, pictures, provisional FROM listed)
        SELECT total, place, name, mflop, pictures, provisional
        FROM (SELECT COUNT(*) AS total FROM listed) counted
            LEFT JOIN (SELECT * FROM ranked ORDER BY mflop DESC, provisional DESC, name_key LIMIT @a3 OFFSET @a4) page ON TRUE
        ORDER BY mflop DESC, provisional DESC, name_key
        """;
}
