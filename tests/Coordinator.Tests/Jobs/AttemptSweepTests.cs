using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Leases;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Jobs;

public sealed class AttemptSweepTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_WhenTheyAreOld_DeletesWhatGaveNoPictureAndKeepsTheRest(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await LoseAsync(grid, story, worker, AttemptState.GivenBack);
        await LoseAsync(grid, story, worker, AttemptState.Failed);
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await LoseAsync(grid, story, referee, AttemptState.Expired);
        await story.RenderAsync(referee, shade: 100);
        await story.VerifyAsync();

        await SweepAsync(grid, days: 29);
        Assert.Equal(5, await CountAsync(story));
        await SweepAsync(grid, days: 2);

        await using var db = await story.DbAsync();
        var kept = await db.Attempts.ToListAsync();
        Assert.Equal([AttemptPurpose.Render, AttemptPurpose.Recheck], kept.OrderBy(attempt => attempt.Fence).Select(attempt => attempt.Purpose));
        Assert.Equal([AttemptState.Rendered, AttemptState.Answered], kept.OrderBy(attempt => attempt.Fence).Select(attempt => attempt.State));
        await db.Database.OpenConnectionAsync();
        Assert.Empty(await new GridAudit { Database = db.Database.GetDbConnection(), HasBlob = GridAudit.BlobsIn(grid.Folder["data"]) }.RunAsync(default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_OfAJobThatFailed_TakesItsAttemptsAndLeavesItsReason(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:MaxFailures", "2");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        await LoseAsync(grid, story, worker, AttemptState.Failed);
        await LoseAsync(grid, story, worker, AttemptState.Failed);

        await SweepAsync(grid, days: 31);

        Assert.Equal(0, await CountAsync(story));
        var job = await story.JobAsync(request);
        Assert.Equal((JobState.Failed, "job.attempts_exhausted", null), (job.State, job.FailureCode, job.AttemptId));
        Assert.Equal("", Assert.Single((await grid.Get<ViewRequest>().RunAsync(request, Viewer.Nobody, default))!.Jobs).WorkerName);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_WhileTheJobGoesOn_DeletesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await LoseAsync(grid, story, worker, AttemptState.GivenBack);
        await SweepAsync(grid, days: 31);
        Assert.Equal(1, await CountAsync(story));
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await LoseAsync(grid, story, referee, AttemptState.GivenBack);

        await SweepAsync(grid, days: 31);

        Assert.Equal(3, await CountAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_WhenAnAuditIsOpenThoughTheJobIsFinal_KeepsItsRechecks(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("referee", WorkerRole.Referee));
        await story.AskAsync();
        await story.RenderAsync(worker, shade: 100);
        await story.VerifyAsync();
        await LoseAsync(grid, story, referee, AttemptState.GivenBack);
        await using var db = await story.DbAsync();
        await db.Jobs.ExecuteUpdateAsync(set => set.SetProperty(job => job.State, JobState.Done)); // its picture came from another attempt

        await SweepAsync(grid, days: 31);
        Assert.Equal(2, await CountAsync(story));
        await db.Attempts.Where(attempt => attempt.Audit != null).ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Audit, (AuditState?)null));
        await SweepAsync(grid, days: 0);

        Assert.Equal(1, await CountAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_OfMoreThanABatch_DeletesAll(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        await LoseAsync(grid, story, worker, AttemptState.GivenBack);
        await grid.Get<CancelRequest>().RunAsync(request, default);
        await using var db = await story.DbAsync();
        var one = await db.Attempts.AsNoTracking().SingleAsync();
        db.AddRange(Enumerable.Range(1, 1200).Select(index => new Attempt
        {
            Id = Coordinator.Storage.Ids.New<AttemptId>(grid.Time),
            JobId = one.JobId,
            Purpose = one.Purpose,
            WorkerId = one.WorkerId,
            AccountId = one.AccountId,
            Fence = one.Fence + index,
            State = AttemptState.Expired,
            LeaseUntil = one.LeaseUntil,
            StartedAt = one.StartedAt,
            EndedAt = one.EndedAt,
        }));
        await db.SaveChangesAsync();

        await SweepAsync(grid, days: 31);

        Assert.Equal(0, await CountAsync(story));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sweep_WhenAllAreToBeKept_DeletesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind, "--Jobs:KeepLostAttemptsDays", "0");
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        var request = await story.AskAsync();
        await LoseAsync(grid, story, worker, AttemptState.GivenBack);
        await grid.Get<CancelRequest>().RunAsync(request, default);

        await SweepAsync(grid, days: 10_000);

        Assert.Equal(1, await CountAsync(story));
    }

    private static async Task LoseAsync(CoordinatorUnderTest grid, Story story, CallingWorker worker, AttemptState ended)
    {
        var lease = await story.MustClaimAsync(worker);
        Assert.True(await grid.Get<EndAttempt>().RunAsync(Story.ClaimOf(lease, worker), ended, "test", default));
    }

    private static Task SweepAsync(CoordinatorUnderTest grid, int days)
    {
        grid.Time.Advance(TimeSpan.FromDays(days));
        return grid.Loop<AttemptSweep>().RunOnceAsync(default);
    }

    private static async Task<int> CountAsync(Story story)
    {
        await using var db = await story.DbAsync();
        return await db.Attempts.CountAsync();
    }
}
