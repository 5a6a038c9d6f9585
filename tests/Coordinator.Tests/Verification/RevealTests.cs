using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Verification.Revealing;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class RevealTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Reveal_OfAnythingElse_IsRefusedByCodeAndStoresNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, worker, lease, picture) = await FinishedAsync(grid);
        var blobs = Blobs(grid);
        var (nan, other) = (picture.Trajectory.ToArray(), picture.Trajectory.ToArray());
        (nan[0], nan[1]) = (0xFF, 0xFF);
        other[0] ^= 1;

        Assert.Equal("reveal.wrong_size", await CodeAsync(grid, lease, worker, picture.Trajectory, announced: 10_000_000_000));
        Assert.Equal("reveal.wrong_size", await CodeAsync(grid, lease, worker, picture.Trajectory, announced: -1));
        Assert.Equal("reveal.wrong_size", await CodeAsync(grid, lease, worker, picture.Trajectory[..^2]));
        Assert.Equal("reveal.wrong_size", await CodeAsync(grid, lease, worker, [.. picture.Trajectory, 0, 0], announced: picture.Trajectory.Length));
        Assert.Equal("reveal.wrong_size", await CodeAsync(grid, lease, worker, picture.Trajectory[..^2], announced: picture.Trajectory.Length));
        Assert.Equal("reveal.malformed", await CodeAsync(grid, lease, worker, nan));
        Assert.Equal("reveal.not_committed", await CodeAsync(grid, lease, worker, other));
        Assert.Equal("reveal.unwanted", await CodeAsync(grid, lease with { Fence = 9 }, worker, picture.Trajectory));
        Assert.Equal("reveal.unwanted", await CodeAsync(grid, lease, worker with { WorkerId = default }, picture.Trajectory));
        Assert.Equal("reveal.unwanted", await CodeAsync(grid, lease with { Id = default }, worker, picture.Trajectory));

        Assert.Equal(blobs, Blobs(grid));
        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reveal_WhenRepeated_ChangesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, worker, lease, picture) = await FinishedAsync(grid);
        await story.RevealAsync(lease, worker, picture.Trajectory);
        await story.JudgeAsync();
        var before = await AttemptAsync(story, lease);

        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));
        await story.JudgeAsync();

        Assert.Equivalent(before, await AttemptAsync(story, lease), strict: true);
        Assert.Equal(AuditState.Waiting, before.Audit);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Reveal_AfterTheDeadline_IsRefusedAndTheWorkCountsAsNotDone(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, worker, lease, picture) = await FinishedAsync(grid);

        grid.Time.Advance(TimeSpan.FromSeconds(121));
        await story.JudgeAsync();

        var attempt = await AttemptAsync(story, lease);
        Assert.Equal((Verdict.Rejected, TakeReveal.WithheldCode), (attempt.Verdict, attempt.VerdictCode));
        Assert.Equal("reveal.late", (await story.RevealAsync(lease, worker, picture.Trajectory))?.Code);
        Assert.Equal(JobState.Queued, (await story.JobAsync(lease.RequestId)).State);
        await using var db = await story.DbAsync();
        Assert.Empty(await db.Set<Coordinator.Ledger.Posting>().ToListAsync());
    }

    /// <summary>While no coordinator was there nobody could reveal: the time of its absence is nobody's fault.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Reveal_WhenTheCoordinatorWasAwayAllTheWhile_HasItsTimeAnew(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (story, worker, lease, picture) = await FinishedAsync(grid);
        grid.Time.Advance(TimeSpan.FromHours(1));

        await grid.RebuildAsync();
        story = new(grid, story);
        await story.JudgeAsync();
        grid.Time.Advance(TimeSpan.FromSeconds(100));
        await story.JudgeAsync();

        Assert.Null(await story.RevealAsync(lease, worker, picture.Trajectory));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Attend_WhileATrajectoryIsWanted_IsToldOfIt(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var (_, worker, lease, _) = await FinishedAsync(grid);

        await using var stream = grid.Get<AttendWork>().RunAsync(Story.AttendanceOf(worker), new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token).GetAsyncEnumerator();

        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(new Notice.Reveal(lease.Id, lease.Fence), stream.Current.Notice);
    }

    private static async Task<(Story Story, CallingWorker Worker, GrantedLease Lease, PaperPicture Picture)> FinishedAsync(CoordinatorUnderTest grid)
    {
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync();
        var lease = await story.RenderAsync(worker, shade: 100);
        return (story, worker, lease, new PaperEngine(100).Render(lease.Id.Value, Story.JobOf(lease)));
    }

    private static async Task<string?> CodeAsync(CoordinatorUnderTest grid, GrantedLease lease, CallingWorker worker, byte[] bytes, long? announced = null) =>
        (await grid.Get<TakeReveal>().RunAsync(Story.ClaimOf(lease, worker), announced ?? bytes.Length, Story.Chunks(bytes, 4_000), default))?.Code;

    private static async Task<Attempt> AttemptAsync(Story story, GrantedLease lease)
    {
        await using var db = await story.DbAsync();
        return await db.Attempts.AsNoTracking().SingleAsync(attempt => attempt.Id == lease.Id);
    }

    private static int Blobs(CoordinatorUnderTest grid) => Directory.EnumerateFiles(grid.Folder[Path.Combine("data", "blobs")], "*", SearchOption.AllDirectories).Count();
}
