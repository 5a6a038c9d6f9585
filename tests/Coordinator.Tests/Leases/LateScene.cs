using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Leases;

/// <summary>A grid on which one worker is at a job for longer than others need, and another is there to help.</summary>
internal sealed class LateScene : IAsyncDisposable
{
    private LateScene(CoordinatorUnderTest grid) => (Grid, Story) = (grid, new(grid));

    public CoordinatorUnderTest Grid { get; }

    public Story Story { get; }

    public required CallingWorker Tortoise { get; init; }

    public required CallingWorker Quick { get; init; }

    public required RequestId Request { get; init; }

    /// <summary>The lease that lasts.</summary>
    public required GrantedLease Slow { get; init; }

    /// <param name="late">How long the worker has had it; by default too long.</param>
    public static async Task<LateScene> StartAsync(DatabaseKind kind, TimeSpan? late = null)
    {
        var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (tortoise, quick) = (await story.EnrollAsync("tortoise"), await story.EnrollAsync("quick"));
        var request = await story.AskAsync();
        var slow = await story.MustClaimAsync(tortoise);
        for (var sample = 0; sample < 5; sample++)
            grid.Get<SpeedBook>().Add("others", slow.Settings.BundleId, slow.CostMflop, TimeSpan.FromSeconds(1));
        grid.Time.Advance(late ?? TimeSpan.FromSeconds(10));
        return new(grid) { Tortoise = tortoise, Quick = quick, Request = request, Slow = slow };
    }

    /// <summary>What this worker is offered when it comes; it claims it.</summary>
    public Task<GrantedLease?> OfferAsync(CallingWorker worker) => Story.ClaimAsync(worker);

    public async Task<GrantedLease> RenderSecondAsync()
    {
        var second = await Story.MustClaimAsync(Quick);
        await Story.DeliverAsync(second, Quick, shade: 1);
        return second;
    }

    public Task DeliverLateAsync() => Story.DeliverAsync(Slow, Tortoise, shade: 1);

    /// <summary>A referee renders whatever was drawn, and agrees.</summary>
    public async Task JudgeAsync()
    {
        var referee = await Story.EnrollAsync("owl", WorkerRole.Referee);
        await Story.VerifyAsync();
        while (await Story.ClaimAsync(referee) is { } check)
        {
            await Story.DeliverAsync(check, referee, shade: 1);
            await Story.VerifyAsync();
        }
    }

    public Task<Job> JobAsync() => Story.JobAsync(Request);

    /// <summary>Whom the ledger has credited.</summary>
    public async Task<IReadOnlyList<AccountId>> PaidAsync()
    {
        await using var db = await Story.DbAsync();
        return await db.Postings.Where(posting => posting.Book == LedgerBook.Pending && posting.AmountMflop > 0).Select(posting => posting.AccountId).ToListAsync();
    }

    public ValueTask DisposeAsync() => Grid.DisposeAsync();
}
