using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>Which page of an account's requests.</summary>
/// <param name="Before">Requests older than this one; null for the newest.</param>
/// <param name="Words">Each stands in the prompt; empty for all requests.</param>
internal sealed record OwnPage(int Limit, RequestId? Before, IReadOnlyList<string> Words);

/// <summary>Lists what an account has asked for. Words are looked for in its own rows alone, so it costs nobody else anything.</summary>
internal sealed class ListOwnRequests(IDbContextFactory<GridDb> databases)
{
    /// <summary>Newest first; none whose pictures are all deleted.</summary>
    public async Task<IReadOnlyList<RequestSnapshot>> RunAsync(AccountId owner, OwnPage page, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var viewer = new Viewer(owner, SeesAll: false);
        var snapshots = new List<RequestSnapshot>();
        foreach (var id in await IdsAsync(db, owner, page, cancellationToken))
        {
            if (await ViewRequest.ReadAsync(db, id, viewer, cancellationToken) is { } request)
                snapshots.Add(request);
        }
        return snapshots;
    }

    private static async Task<IReadOnlyList<RequestId>> IdsAsync(GridDb db, AccountId owner, OwnPage page, CancellationToken cancellationToken)
    {
        var jobs = db.Jobs;
        var requests = db.Requests.Where(request => request.AccountId == owner && jobs.Any(job => job.RequestId == request.Id && VisibilityPolicy.Choices.Contains(job.Visibility)));
        if (page.Before is { } before)
        {
            var at = await db.Requests.Where(request => request.Id == before && request.AccountId == owner).Select(request => request.CreatedAt).SingleOrDefaultAsync(cancellationToken);
            requests = requests.Where(request => request.CreatedAt < at);
        }
        foreach (var word in page.Words)
        {
#pragma warning disable CA1862, CA1311, CA1304, CA1308 // translated to SQL, which knows no comparison rules
            var lower = word.ToLowerInvariant();
            requests = requests.Where(request => request.Settings.Prompt.ToLower().Contains(lower));
#pragma warning restore CA1862, CA1311, CA1304, CA1308
        }
        return await requests.OrderByDescending(request => request.CreatedAt) // index account, created at
            .Take(page.Limit).Select(request => request.Id).ToListAsync(cancellationToken);
    }
}
