using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>What is taken down beside the picture that is named.</summary>
internal enum TakedownScope
{
    Picture,

    /// <summary>All of whoever asked for it; what waits is cancelled.</summary>
    Asker,

    /// <summary>All that its worker made.</summary>
    Worker,
}

/// <summary>A moderator's order to take pictures down.</summary>
internal sealed record TakedownOrder(JobId JobId, TakedownScope Scope, Concern Reason, string Why, Caller By);

/// <summary>Takes pictures down by a moderator's order: one, or all of an asker or a worker, some hundred in each transaction.</summary>
internal sealed class TakeDownPictures(GridWriter writer, IDbContextFactory<GridDb> databases, RemovePictures remove, CancelRequest cancel, TimeProvider time)
{
    private const int Batch = 200;

    /// <returns>How many are gone now; null when there is no such picture.</returns>
    public async Task<int?> RunAsync(TakedownOrder order, CancellationToken cancellationToken)
    {
        if (await FindAsync(order.JobId, cancellationToken) is not { } named)
            return null;
        if (order.Scope == TakedownScope.Asker)
            await CancelOpenAsync(named, cancellationToken);
        var (gone, subject) = (0, SubjectOf(order.Scope, named));
        foreach (var batch in (await JobsAsync(order.Scope, named, cancellationToken)).Chunk(Batch))
        {
            var removed = await writer.RunAsync(db => RemoveAsync(db, batch, order, subject, cancellationToken), cancellationToken);
            remove.Tell(removed);
            gone += removed.Count;
        }
        return gone;
    }

    private async Task<IReadOnlyList<Removed>> RemoveAsync(GridDb db, IReadOnlyList<JobId> jobs, TakedownOrder order, string subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var removed = await remove.RemoveAsync(db, jobs, order.Reason, order.Why, order.By.AccountId, now, cancellationToken);
        if (removed.Count > 0)
            await db.NoteAsync(order.By, "picture.take_down", subject, removed.Count == 1 ? order.Why : $"{order.Why} ({removed.Count} pictures)", now, cancellationToken);
        return removed;
    }

    private static string SubjectOf(TakedownScope scope, Named named) => scope switch
    {
        TakedownScope.Asker => $"asker:{Askers.AskerStanding.KeyOf(named.AccountId, named.Requester)}",
        TakedownScope.Worker => $"worker:{named.WorkerId}",
        _ => $"picture:{named.JobId}",
    };

    private async Task<Named?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (requests, attempts) = (db.Requests, db.Attempts);
        var rows =
            from job in db.Jobs.Where(one => one.Id == id) // primary keys
            join request in requests on job.RequestId equals request.Id
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id into tries
            from attempt in tries.DefaultIfEmpty()
            select new Named(job.Id, request.AccountId, job.Requester, attempt == null ? null : attempt.WorkerId);
        return await rows.SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<List<JobId>> JobsAsync(TakedownScope scope, Named named, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var attempts = db.Attempts;
        return scope switch
        {
            TakedownScope.Asker => await OfAsker(db, named).Where(job => job.State == JobState.Rendered || job.State == JobState.Done).Select(job => job.Id).ToListAsync(cancellationToken),
            TakedownScope.Worker => await db.Jobs.Where(job => attempts.Any(attempt => attempt.Id == job.AttemptId && attempt.WorkerId == named.WorkerId && attempt.PictureSha256 != "")).Select(job => job.Id).ToListAsync(cancellationToken),
            _ => [named.JobId],
        };
    }

    private async Task CancelOpenAsync(Named named, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var open = JobLifecycle.From(JobEvent.Cancel);
        foreach (var request in await OfAsker(db, named).Where(job => open.Contains(job.State)).Select(job => job.RequestId).Distinct().ToListAsync(cancellationToken))
            await cancel.RunAsync(request, cancellationToken);
    }

    private static IQueryable<Job> OfAsker(GridDb db, Named named)
    {
        var (requests, account, requester) = (db.Requests, named.AccountId, named.Requester);
        return account == AccountId.Anonymous
            ? db.Jobs.Where(job => job.Requester == requester)
            : db.Jobs.Where(job => requests.Any(request => request.Id == job.RequestId && request.AccountId == account)); // unique index account, key
    }

    private sealed record Named(JobId JobId, AccountId AccountId, string Requester, WorkerId? WorkerId);
}
