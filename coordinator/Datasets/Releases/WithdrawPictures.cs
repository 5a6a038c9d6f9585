using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Keeping;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>Takes somebody's pictures out of everything that is released from now on. Who wants them gone from here, too, deletes them.</summary>
internal sealed class WithdrawPictures(GridWriter writer, QueueSignal signal, TimeProvider time)
{
    /// <returns>Those that are withdrawn now: what is not the owner's, or not there, is passed over.</returns>
    public Task<IReadOnlyList<JobId>> RunAsync(AccountId owner, IReadOnlyCollection<JobId> ids, CancellationToken cancellationToken) =>
        KeepAsync(db => db.OwnJobsOf(owner, ids).Select(job => job.Id), cancellationToken);

    /// <summary>Of a request all, also those that are still to come. Whose it is has been looked at.</summary>
    public Task<IReadOnlyList<JobId>> RunAsync(RequestId request, CancellationToken cancellationToken) =>
        KeepAsync(db => db.Jobs.Where(job => job.RequestId == request).OrderBy(job => job.Index).Select(job => job.Id), cancellationToken); // unique index request, index

    private async Task<IReadOnlyList<JobId>> KeepAsync(Func<GridDb, IQueryable<JobId>> own, CancellationToken cancellationToken)
    {
        var withdrawn = await writer.RunAsync(async db => await KeepAsync(db, await own(db).ToListAsync(cancellationToken), cancellationToken), cancellationToken);
        signal.Departed.Add(withdrawn);
        return withdrawn;
    }

    private async Task<IReadOnlyList<JobId>> KeepAsync(GridDb db, List<JobId> own, CancellationToken cancellationToken)
    {
        var known = await db.Withdrawals.Where(withdrawal => own.Contains(withdrawal.JobId)).Select(withdrawal => withdrawal.JobId).ToListAsync(cancellationToken); // primary key
        var now = time.GetUtcNow();
        await db.InsertAsync(own.Except(known).Select(id => new Withdrawal { JobId = id, At = now }).ToList(), cancellationToken);
        return own;
    }
}
