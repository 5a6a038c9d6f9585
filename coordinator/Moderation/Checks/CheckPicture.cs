using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Checks;

/// <summary>A moderator's word on a picture: it is shown to everybody, or to nobody else.</summary>
internal sealed class CheckPicture(GridWriter writer, QueueSignal queue, TimeProvider time)
{
    /// <returns>False when there is no such picture, or it was taken down.</returns>
    public async Task<bool> RunAsync(JobId id, bool isSafe, string why, Caller by, CancellationToken cancellationToken)
    {
        var request = await writer.RunAsync(db => WriteAsync(db, id, isSafe, why, by, cancellationToken), cancellationToken);
        if (request is { } moved)
            queue.Moved(moved);
        return request is not null;
    }

    private async Task<RequestId?> WriteAsync(GridDb db, JobId id, bool isSafe, string why, Caller by, CancellationToken cancellationToken)
    {
        var check = isSafe ? PictureCheck.Safe : PictureCheck.Withheld;
        var changed = await db.Jobs.Where(job => job.Id == id && job.Check != PictureCheck.TakenDown && (job.State == JobState.Rendered || job.State == JobState.Done)) // primary key
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, check).SetProperty(job => job.IsCheckDecided, true), cancellationToken);
        if (changed == 0)
            return null;
        await db.NoteAsync(by, isSafe ? "picture.clear" : "picture.withhold", $"picture:{id}", why, time.GetUtcNow(), cancellationToken);
        return await db.Jobs.Where(job => job.Id == id).Select(job => (RequestId?)job.RequestId).SingleAsync(cancellationToken);
    }
}
