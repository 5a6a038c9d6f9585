using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Sides of a picture to begin from, in pixels.</summary>
internal sealed record SourceSize(int Width, int Height);

/// <summary>Finds what a requester has brought, when a request is about to name it: meanwhile it is not swept.</summary>
internal sealed class FindSources(IDbContextFactory<GridDb> databases, GridWriter writer, TimeProvider time)
{
    /// <returns>Those that there are, by their hashes.</returns>
    public async Task<IReadOnlyDictionary<string, SourceSize>> RunAsync(SourceOwner owner, IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken) => (await writer.RunAsync(db => db.QueryRowsAsync(
        """UPDATE sources SET "UsedAt" = @a0 WHERE "Requester" = @a1 AND "Sha256" IN (VALUES {rows}) RETURNING "Sha256", "Width", "Height" """, // primary key
        [.. sha256s.Select(sha256 => new object?[] { sha256 })], [time.GetUtcNow().ToMicroseconds(), owner.Key],
        row => (Sha256: row.GetString(0), Size: new SourceSize(row.GetInt32(1), row.GetInt32(2))), cancellationToken), cancellationToken)).ToDictionary(row => row.Sha256, row => row.Size);

    /// <summary>Whether an account's picture is still kept: it is not when the person who brought it was erased, though the hash stands with the request.</summary>
    public async Task<bool> IsKeptAsync(AccountId account, string sha256, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sources.AnyAsync(source => source.Sha256 == sha256 && source.AccountId == account, cancellationToken); // index sha256
    }

    /// <summary>Keeps these for requests that this transaction writes.</summary>
    public static async Task NameAsync(GridDb db, IReadOnlyList<(SourceOwner Owner, string Sha256)> named, CancellationToken cancellationToken)
    {
        if (named.Count > 0)
            await db.ExecuteRowsAsync(
                """UPDATE sources SET "IsNamed" = TRUE WHERE ("Requester", "Sha256") IN (VALUES {rows})""", // primary key
                [.. named.Select(one => new object?[] { one.Owner.Key, one.Sha256 })], [], cancellationToken);
    }
}
