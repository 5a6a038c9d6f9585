using LaionGrid.Arithmetic.Merkle;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger.PublicLog;

/// <summary>Where the log has a transaction, and what proves it to whoever trusts nobody here.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Entry">The leaf itself, spelt from the ledger's rows.</param>
/// <param name="Path">Hashes from the leaf up to the root.</param>
/// <param name="Checkpoint">The signed head that they lead to.</param>
/// <param name="Key">The public key that signs it.</param>
internal sealed record LogProof(long Index, byte[] Entry, IReadOnlyList<MerkleHash> Path, string Checkpoint, string Key);

/// <summary>Proves that the log holds what was posted for a cause.</summary>
internal sealed class ProveTransaction(ReadLog log, IDbContextFactory<GridDb> databases)
{
    /// <summary>Null when nothing was posted for it, or it has no place in the log yet.</summary>
    public async Task<LogProof?> RunAsync(string cause, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var leaves = db.Set<LogLeaf>();
        var index = await db.LedgerTransactions.Where(transaction => transaction.Cause == cause) // unique index; then leaves by theirs
            .Join(leaves, transaction => transaction.Id, leaf => leaf.TransactionId, (_, leaf) => (long?)leaf.Index).SingleOrDefaultAsync(cancellationToken);
        if (index is not { } place || await log.HeadAsync(cancellationToken) is not { } head || place >= head.Size)
            return null;
        var path = await new TiledTree(head.Size, name => TileAsync(name, cancellationToken)).ProveInclusionAsync(place);
        var entry = (await ReadLog.EntriesAsync(db, place, 1, cancellationToken))[0].ToArray();
        return path is null ? null : new(place, entry, path, head.Checkpoint, head.Key);
    }

    private async Task<IReadOnlyList<MerkleHash>?> TileAsync(TileName name, CancellationToken cancellationToken) =>
        await log.TileAsync(name, cancellationToken) is { } bytes ? Tile.Read(bytes, name.Width) : null;
}
