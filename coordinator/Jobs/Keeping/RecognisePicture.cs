using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>Finds the picture that a PNG file is.</summary>
internal sealed class RecognisePicture(IDbContextFactory<GridDb> databases)
{
    /// <summary>Of several the first that was asked for; null when there is none that the viewer may see.</summary>
    public async Task<JobId?> RunAsync(string sha256, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found =
            from attempt in db.Attempts.Where(one => one.PictureSha256 != "" && one.PictureSha256 == sha256) // index picture
            join job in db.JobsVisibleTo(viewer).Where(one => (one.State == JobState.Rendered || one.State == JobState.Done) && one.Check != PictureCheck.TakenDown) on (AttemptId?)attempt.Id equals job.AttemptId
            orderby job.QueuedAt
            select (JobId?)job.Id;
        return await found.FirstOrDefaultAsync(cancellationToken);
    }
}
