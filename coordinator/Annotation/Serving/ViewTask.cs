using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record TaskPicture(JobId Id, int Width, int Height);

/// <summary>Finds out how large the pictures of a task are, so that a page has their places before they come.</summary>
internal sealed class ViewTask(IDbContextFactory<GridDb> databases)
{
    /// <summary>In the order in which they are shown.</summary>
    public async Task<IReadOnlyList<TaskPicture>> RunAsync(Assignment assignment, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var set = ShownTask.Read(assignment.Shown).Set.Select(id => Ids.Read<JobId>(id)).OfType<JobId>().ToList();
        JobId[] ids = set.Count > 0 ? [.. set] : assignment.OtherJobId is { } other ? [assignment.JobId, other] : [assignment.JobId];
        var requests = db.Requests;
        var sizes = await db.Jobs.Where(job => ids.Contains(job.Id)).Join(requests, job => job.RequestId, request => request.Id, (job, request) => new { job.Id, request.Settings.Width, request.Settings.Height }) // primary key
            .ToDictionaryAsync(row => row.Id, row => new TaskPicture(row.Id, row.Width, row.Height), cancellationToken);
        return [.. ids.Where(sizes.ContainsKey).Select(id => sizes[id])];
    }
}
