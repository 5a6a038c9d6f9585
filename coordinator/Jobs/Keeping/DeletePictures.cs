using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>Takes pictures away from everybody at once, and erases of them what no check needs any more; <see cref="EraseLoop"/> erases the rest.</summary>
internal sealed class DeletePictures(GridWriter writer, QueueSignal signal, ErasePictures erase)
{
    /// <returns>Those that are gone: what is not the owner's, or not there, is passed over.</returns>
    public async Task<IReadOnlyList<JobId>> RunAsync(AccountId owner, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        var deleted = await writer.RunAsync(db => HideAsync(db, owner, ids, cancellationToken), cancellationToken);
        foreach (var request in deleted.Select(job => job.RequestId).Distinct())
            signal.Moved(request);
        signal.Departed.Add(deleted.Select(job => job.Id));
        await erase.RunAsync(cancellationToken);
        return [.. deleted.Select(job => job.Id)];
    }

    private static async Task<IReadOnlyList<OwnJob>> HideAsync(GridDb db, AccountId owner, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken)
    {
        var own = db.OwnJobsOf(owner, ids);
        var deleted = await own.Select(job => new OwnJob(job.Id, job.RequestId)).ToListAsync(cancellationToken);
        await own.ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Deleted), cancellationToken);
        return deleted;
    }
}
