using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>Keeps the bytes of what was taken down from the sweep while they are held; nobody can read them through the grid.</summary>
internal sealed class HeldPictures(IDbContextFactory<GridDb> databases) : IBlobReferences
{
    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Takedowns.Where(takedown => takedown.ErasedAt == null && takedown.RestoredAt == null && sha256s.Contains(takedown.Sha256)) // index picture, of those held
            .Select(takedown => takedown.Sha256).Distinct().ToListAsync(cancellationToken);
    }
}
