using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Keeps pictures that were brought from the sweep, as long as requests may name them, and where one does for ever.</summary>
internal sealed class SourceReferences(IDbContextFactory<GridDb> databases) : IBlobReferences
{
    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sources.Where(source => sha256s.Contains(source.Sha256)).Select(source => source.Sha256).Distinct().ToListAsync(cancellationToken); // index sha256
    }
}
