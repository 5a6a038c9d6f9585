using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Leases;

/// <summary>A job whose worker is late is tried by an idle one too; the first picture counts, and both are paid for.</summary>
public sealed class SecondAttemptTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_WhenAnotherIsIdle_IsTriedTwiceAndNeverThrice(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);

        var second = await scene.OfferAsync(scene.Quick);
        scene.Grid.Time.Advance(2 * Usual);
        var third = await scene.OfferAsync(await scene.Story.EnrollAsync("third"));

        Assert.Equal((scene.Slow.JobId, true), (second?.JobId, second?.Fence > scene.Slow.Fence));
        Assert.Null(third);
        Assert.Equal(1, scene.Grid.Get<DispatchCounts>().SecondAttemptsBegun);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_WhileItIsNotLateOrSomethingElseWaits_IsLeftAlone(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind, late: TimeSpan.Zero);

        Assert.Null(await scene.OfferAsync(scene.Quick));
        scene.Grid.Time.Advance(10 * Usual);
        var waiting = await scene.Story.AskAsync();

        var offer = await scene.OfferAsync(scene.Quick);
        Assert.Equal(waiting, offer?.RequestId);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_WithAFreeSlotItself_DoesNotHelpItself(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);

        Assert.Null(await scene.OfferAsync(scene.Tortoise));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Second_WhenItIsFirst_MakesThePictureAndTheOtherIsToldToStop(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);
        var waiter = new Waiter(Story.AttendanceOf(scene.Tortoise));
        scene.Grid.Get<WaitingRoom>().Enter(waiter, [scene.Slow.Id]);

        var second = await scene.RenderSecondAsync();

        Assert.True(waiter.Notices.Reader.TryRead(out var notice));
        Assert.Equal(new Notice.Stop(scene.Slow.Id), notice);
        Assert.Equal((JobState.Rendered, second.Id), ((await scene.JobAsync()).State, (await scene.JobAsync()).AttemptId));
        var beat = await scene.Grid.Get<ExtendLease>().RunAsync(Story.ClaimOf(scene.Slow, scene.Tortoise), 3, default, WorkerRole.Volunteer, default);
        Assert.IsType<ExtendOutcome.Stop>(beat);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_ThatDeliversAllTheSame_IsJudgedAndPaidAndTheJobKeepsItsPicture(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);
        var second = await scene.RenderSecondAsync();

        await scene.DeliverLateAsync();
        await scene.JudgeAsync();

        var job = await scene.JobAsync();
        Assert.Equal((JobState.Done, second.Id), (job.State, job.AttemptId));
        Assert.Equal(new[] { second.AccountId, scene.Slow.AccountId }.ToHashSet(), (await scene.PaidAsync()).ToHashSet());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_ThatWasOvertakenAndUploads_CannotClaimItsLeaseAgain(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);
        await scene.RenderSecondAsync();
        await scene.Story.UploadAsync(scene.Slow, scene.Tortoise, PaintedPng.Of(16, 16, 1));

        var outcome = await scene.Grid.Get<ClaimWork>().RunAsync(scene.Slow.Id, scene.Tortoise, default);

        Assert.Equal("offer.gone", Assert.IsType<ClaimOutcome.Refused>(outcome).Refusal.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_ThatDeliversATermLater_IsRefused(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);
        await scene.RenderSecondAsync();

        scene.Grid.Time.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal("lease.stale", Assert.IsType<UploadOutcome.Refused>(await scene.Story.UploadAsync(scene.Slow, scene.Tortoise, PaintedPng.Of(16, 16, 1))).Refusal.Code);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Straggler_ThatFailsWhileTheSecondWorks_LeavesTheJobToIt(DatabaseKind kind)
    {
        await using var scene = await LateScene.StartAsync(kind);
        var second = await scene.OfferAsync(scene.Quick);
        Assert.NotNull(second);

        await scene.Grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(scene.Slow, scene.Tortoise), AttemptState.Failed, "render.error", default);

        var job = await scene.JobAsync();
        Assert.Equal((JobState.Leased, second.Id, 1), (job.State, job.AttemptId, job.Failures));
    }
}
