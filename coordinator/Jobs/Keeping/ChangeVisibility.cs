using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>Says anew who may see pictures; whoever watches their requests or keeps copies of them is told.</summary>
internal sealed class ChangeVisibility(GridWriter writer, QueueSignal signal)
{
    /// <returns>Those that it was changed for: what is not the owner's, or not there, is passed over.</returns>
    public async Task<IReadOnlyList<JobId>> RunAsync(AccountId owner, IReadOnlyCollection<JobId> ids, Visibility visibility, CancellationToken cancellationToken)
    {
        var changed = await writer.RunAsync(db => ChangeAsync(db, owner, ids, visibility, cancellationToken), cancellationToken);
        foreach (var request in changed.Select(job => job.RequestId).Distinct())
            signal.Moved(request);
        if (visibility != Visibility.Public)
            signal.Departed.Add(changed.Select(job => job.Id));
        return [.. changed.Select(job => job.Id)];
    }

    private static async Task<IReadOnlyList<OwnJob>> ChangeAsync(GridDb db, AccountId owner, IReadOnlyCollection<JobId> ids, Visibility visibility, CancellationToken cancellationToken)
    {
        var own = db.OwnJobsOf(owner, ids);
        var changed = await own.Select(job => new OwnJob(job.Id, job.RequestId)).ToListAsync(cancellationToken);
        await own.ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, visibility), cancellationToken);
        return changed;
    }
}
