using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Keeps the pictures of attempts from the sweep: the finished ones for good, the uploaded ones while their lease lasts.</summary>
internal sealed class AttemptReferences(IDbContextFactory<GridDb> databases) : IBlobReferences
{
    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var finished = db.Attempts.Where(attempt => attempt.PictureSha256 != "" && sha256s.Contains(attempt.PictureSha256)) // index picture, of those that have one
            .Select(attempt => attempt.PictureSha256);
        var uploaded = db.Attempts.Where(attempt => attempt.State == AttemptState.Leased && sha256s.Contains(attempt.UploadedSha256)) // index state, lease until
            .Select(attempt => attempt.UploadedSha256);
        return await finished.Union(uploaded).ToListAsync(cancellationToken); // one statement: an attempt that ends in between is found as one or the other
    }
}
