using System.Data.Common;
using LaionGrid.Arithmetic.Bookkeeping;
using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>What the log holds, read from the rows. Entries are spelt from the transactions' own rows each time: the log shows the ledger as it is, and its hashes how it was.</summary>
internal sealed class ReadLog(IDbContextFactory<GridDb> databases)
{
    /// <summary>How far the log is; null before its first checkpoint.</summary>
    public async Task<LogHead?> HeadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.LogHeads.AsNoTracking().SingleOrDefaultAsync(head => head.Id == LogHead.OnlyId && head.Checkpoint != "", cancellationToken);
    }

    /// <summary>The bytes of a tile; null when the log has no such tile, or not as much of it.</summary>
    public async Task<byte[]?> TileAsync(TileName name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (name.Level == TileName.Entries)
        {
            var size = await db.LogHeads.Select(head => head.Size).SingleAsync(cancellationToken);
            return TileName.Of(name.Level, name.Index, size)?.Width >= name.Width ? EntryBundle.Write(await EntriesAsync(db, name.Index * TileName.FullWidth, name.Width, cancellationToken)) : null;
        }
        var (level, index, bytes) = (name.Level, name.Index, name.Width * MerkleHash.Bytes);
        var hashes = await db.LogTiles.Where(tile => tile.Level == level && tile.Index == index).Select(tile => tile.Hashes).SingleOrDefaultAsync(cancellationToken); // primary key
        return hashes?.Length >= bytes ? hashes[..bytes] : null;
    }

    /// <summary>Entries about a device, in the log's order.</summary>
    public async Task<IReadOnlyList<(long Index, byte[] Entry)>> OwnAsync(Guid holder, long from, int most, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var indexes = await db.QueryRowsAsync( // index holder, index
            """SELECT "Index" FROM log_leaves WHERE "Holder" = @a0 AND "Index" >= @a1 ORDER BY "Index" LIMIT @a2""",
            [], [holder, from, most], row => row.GetInt64(0), cancellationToken);
        if (indexes.Count == 0)
            return [];
        var entries = Group(await db.QueryRowsAsync(
            $"""{Leaves} WHERE l."Index" IN (VALUES {"{rows}"})""", indexes.ConvertAll(index => new object?[] { index }), [], Read, cancellationToken));
        return indexes.ConvertAll(index => (index, entries.TryGetValue(index, out var entry) ? entry : []));
    }

    /// <summary>So many entries from an index on; one whose transaction is gone is empty.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> EntriesAsync(GridDb db, long from, int count, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var entries = Group(await db.QueryRowsAsync($"""{Leaves} WHERE l."Index" >= @a0 AND l."Index" < @a1""", [], [from, from + count], Read, cancellationToken));
        return Enumerable.Range(0, count).Select(offset => entries.TryGetValue(from + offset, out var entry) ? (ReadOnlyMemory<byte>)entry : default).ToList();
    }

    private const string Leaves = """
        SELECT l."Index", t."Id", t."PostedAt", t."Cause", p."AccountId", p."Book", p."Holder", p."AmountMflop", p."Count"
        FROM log_leaves l JOIN ledger_transactions t ON t."Id" = l."TransactionId" LEFT JOIN postings p ON p."TransactionId" = t."Id"
        """; // primary keys, and index transaction

    private sealed record Row(long Index, Guid Id, long PostedAt, string Cause, LedgerEntryLine? Line);

    private static Row Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetGuid(1), row.GetInt64(2), row.GetString(3),
        row.IsDBNull(4) ? null : new(new(row.GetGuid(4), row.GetString(5), row.GetGuid(6)), row.GetInt64(7), row.GetInt32(8)));

    private static Dictionary<long, byte[]> Group(List<Row> rows) => rows.GroupBy(row => row.Index).ToDictionary(
        group => group.Key, group => new LedgerEntry(group.First().Id, group.First().PostedAt, group.First().Cause, [.. group.Select(row => row.Line).OfType<LedgerEntryLine>()]).Write());
}
