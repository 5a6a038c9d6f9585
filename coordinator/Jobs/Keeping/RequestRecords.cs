using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>What a person asked for. Who goes takes along what was not for everybody; public pictures were given to all, and stay under a pseudonym that no page shows.</summary>
internal sealed class RequestRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "requests";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var requests = db.Requests;
        var rows =
            from job in db.Jobs
            join request in requests.Where(one => one.AccountId == account) on job.RequestId equals request.Id // index account, created at
            orderby request.CreatedAt, job.Index
            select new
            {
                RequestId = request.Id.Value, JobId = job.Id.Value, request.CreatedAt, request.Settings.Prompt, request.Settings.NegativePrompt, request.Settings.BundleId, request.Settings.Width,
                request.Settings.Height, request.Settings.Steps, request.Settings.Guidance, request.Settings.Sampler, job.Seed, job.State, job.Visibility, request.ReleaseConsent,
            };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row;
    }

    public Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var (requests, owner) = (db.Requests, erasure.AccountId);
        return db.Jobs.Where(job => (job.Visibility == Visibility.Private || job.Visibility == Visibility.Unlisted) && requests.Any(request => request.Id == job.RequestId && request.AccountId == owner))
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Visibility, Visibility.Deleted), cancellationToken); // the loop erases them
    }
}
