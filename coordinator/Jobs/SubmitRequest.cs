using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>Queues one job for each picture of a request. A repeat with the same key returns the first request.</summary>
internal sealed class SubmitRequest(IDbContextFactory<GridDb> databases, BundleCatalogue bundles, QueueSignal queue, IOptions<JobsOptions> options, TimeProvider time)
{
    public async Task<SubmitOutcome> RunAsync(Ask ask, string bundleId, AccountId account, CancellationToken cancellationToken)
    {
        if (bundles.Find(bundleId) is not { } bundle)
            return new SubmitOutcome.Refused(Refusal.Invalid("bundle.unknown", "bundle_id", $"There is no bundle of this name here. Choose one of: {string.Join(", ", bundles.All.Select(one => one.Id))}."));
        if (RequestRules.Check(ask, bundle.Limits) is { } refusal)
            return new SubmitOutcome.Refused(refusal);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, ask.RequestKey, account, cancellationToken) is { } before)
            return new SubmitOutcome.Accepted(before);
        if (await db.Jobs.CountAsync(job => job.State == JobState.Queued, cancellationToken) + ask.Count > options.Value.MaxQueued) // index state
            return new SubmitOutcome.Refused(Refusal.Busy("queue.full", "The queue is full, so nothing was queued. Try again in a minute.", TimeSpan.FromMinutes(1)));
        return await AddAsync(db, ask, bundle, account, cancellationToken);
    }

    private async Task<SubmitOutcome> AddAsync(GridDb db, Ask ask, Bundle bundle, AccountId account, CancellationToken cancellationToken)
    {
        var request = new Request
        {
            Id = Ids.New<RequestId>(time),
            AccountId = account,
            RequestKey = ask.RequestKey,
            Settings = RequestRules.Complete(ask, bundle),
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(request);
        db.AddRange(JobsOf(request, ask, bundle.Tariff));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two repeats at once: the unique index let one through, and that one is the answer.
            db.ChangeTracker.Clear();
            if (await FindAsync(db, ask.RequestKey, account, cancellationToken) is not { } first)
                throw;
            return new SubmitOutcome.Accepted(first);
        }
        queue.Changed();
        return new SubmitOutcome.Accepted(request.Id);
    }

    private IEnumerable<Job> JobsOf(Request request, Ask ask, Tariff tariff)
    {
        var settings = request.Settings;
        var cost = tariff.Mflop(settings.Width, settings.Height, settings.Steps, settings.Guidance);
        var seed = ask.Seed ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        return Enumerable.Range(0, ask.Count).Select(index => new Job
        {
            Id = Ids.New<JobId>(time),
            RequestId = request.Id,
            Index = index,
            Seed = (seed + index) & uint.MaxValue,
            State = JobState.Queued,
            CostMflop = cost,
            QueuedAt = request.CreatedAt.AddMicroseconds(index), // a place of its own
        });
    }

    private static Task<RequestId?> FindAsync(GridDb db, string key, AccountId account, CancellationToken cancellationToken) =>
        db.Requests.Where(request => request.AccountId == account && request.RequestKey == key) // unique index
            .Select(request => (RequestId?)request.Id).SingleOrDefaultAsync(cancellationToken);
}

internal abstract record SubmitOutcome
{
    internal sealed record Accepted(RequestId RequestId) : SubmitOutcome;

    internal sealed record Refused(Refusal Refusal) : SubmitOutcome;
}
