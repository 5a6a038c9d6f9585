using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Keeps the pictures of finished attempts from the sweep. One that is uploaded and not finished yet needs no row: a sweep's grace is far longer than a lease. What was taken down is not kept here.</summary>
internal sealed class AttemptReferences(IDbContextFactory<GridDb> databases) : IBlobReferences
{
    public async Task<IReadOnlyCollection<string>> FindAsync(IReadOnlyCollection<string> sha256s, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var jobs = db.Jobs;
        return await db.Attempts.Where(attempt => attempt.PictureSha256 != "" && sha256s.Contains(attempt.PictureSha256)) // index picture, of those that have one
            .Where(attempt => jobs.Any(job => job.Id == attempt.JobId && job.Check != PictureCheck.TakenDown))
            .Select(attempt => attempt.PictureSha256).Distinct().ToListAsync(cancellationToken);
    }
}
