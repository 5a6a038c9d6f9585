using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>
/// Gives waiting transactions their places in the log. A batch takes the head's row, adds its leaves at the right edge of the tree, and signs the new head, all in one
/// transaction: several coordinators take turns, and one that dies has done nothing.
/// </summary>
internal sealed partial class SequenceLog(GridWriter writer, LogSecret secret, Microsoft.Extensions.Options.IOptions<LogOptions> options, ILogger<SequenceLog> logger)
{
    private const int Batch = 1000;

    private bool _hasWarned;

    /// <summary>Adds all that waits, a batch in each transaction.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await writer.RunAsync(db => AddAsync(db, cancellationToken), cancellationToken) == Batch)
        {
        }
    }

    /// <returns>How many leaves came.</returns>
    private async Task<int> AddAsync(GridDb db, CancellationToken cancellationToken)
    {
        var (size, key) = (await db.QueryRowsAsync(
            $"""SELECT "Size", "Key" FROM log_head WHERE "Id" = {LogHead.OnlyId} {(db.Database.IsNpgsql() ? "FOR UPDATE" : "")}""",
            [], [], row => (row.GetInt64(0), row.GetString(1)), cancellationToken))[0];
        var isForeign = key.Length > 0 && key != secret.Key.Text;
        if (isForeign && !options.Value.ReplaceKey)
        {
            WarnOnce();
            return 0;
        }
        var waiting = await db.QueryRowsAsync( // primary key, in the order of time
            $"""DELETE FROM log_waiting WHERE "TransactionId" IN (SELECT "TransactionId" FROM log_waiting ORDER BY "TransactionId" LIMIT {Batch}) RETURNING "TransactionId" """,
            [], [], row => row.ReadId<TransactionId>(0), cancellationToken);
        if (waiting.Count > 0 || key.Length == 0 || isForeign)
            await PublishAsync(db, size, [.. waiting.OrderBy(id => id.Value)], cancellationToken);
        return waiting.Count;
    }

    private async Task PublishAsync(GridDb db, long size, IReadOnlyList<TransactionId> added, CancellationToken cancellationToken)
    {
        var edge = await EdgeAsync(db, size, cancellationToken);
        if (added.Count > 0)
        {
            await db.ExecuteRowsAsync(
                $"""
                WITH added(place, entered) AS (VALUES {"{rows}"})
                INSERT INTO log_leaves ("Index", "TransactionId", "Holder")
                SELECT place, entered, COALESCE((SELECT p."Holder" FROM postings p WHERE p."TransactionId" = entered AND p."Holder" <> @a0 LIMIT 1), @a0) FROM added
                """,
                added.Select((id, place) => new object?[] { size + place, id.Value }).ToList(), [Guid.Empty], cancellationToken);
            var entries = await ReadLog.EntriesAsync(db, size, added.Count, cancellationToken);
            var tiles = edge.Add([.. entries.Select(entry => MerkleHash.OfLeaf(entry.Span))]);
            await db.ExecuteRowsAsync(
                """INSERT INTO log_tiles ("Level", "Index", "Hashes") VALUES {rows} ON CONFLICT ("Level", "Index") DO UPDATE SET "Hashes" = excluded."Hashes" """,
                tiles.Select(tile => new object?[] { tile.Name.Level, tile.Name.Index, Tile.Write(tile.Hashes) }).ToList(), [], cancellationToken);
        }
        var note = secret.Sign(new(secret.Key.Name, edge.Size, edge.Root));
        await db.ExecuteRowsAsync(
            $"""UPDATE log_head SET "Size" = @a0, "Key" = @a1, "Checkpoint" = @a2 WHERE "Id" = {LogHead.OnlyId}""", [], [edge.Size, secret.Key.Text, note], cancellationToken);
    }

    private static async Task<TreeEdge> EdgeAsync(GridDb db, long size, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<(int Level, long Index), byte[]>();
        foreach (var tile in TreeEdge.PartialsOf(size))
        {
            var (level, index) = (tile.Level, tile.Index);
            if (await db.LogTiles.Where(row => row.Level == level && row.Index == index).Select(row => row.Hashes).SingleOrDefaultAsync(cancellationToken) is { } bytes) // primary key
                hashes[(level, index)] = bytes;
        }
        return TreeEdge.Of(size, tile => hashes.TryGetValue((tile.Level, tile.Index), out var bytes) ? Tile.Read(bytes, tile.Width) : null)
            ?? throw new InvalidDataException($"The tiles of the ledger's log do not fit its size of {size}. Restore the tables log_head, log_leaves and log_tiles from one backup.");
    }

    private void WarnOnce()
    {
        if (!_hasWarned)
            LogForeignKey();
        _hasWarned = true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger's log is signed with another key than log.key of this data folder, so this coordinator does not add to it. Copy log.key from the coordinator that began it; if it is lost for good, start with --Log:ReplaceKey true.")]
    private partial void LogForeignKey();
}
