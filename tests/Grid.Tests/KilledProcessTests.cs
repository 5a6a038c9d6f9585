using LaionGrid.Contracts.V1;

namespace LaionGrid.Grid.Tests;

/// <summary>Whatever is killed on the way, the picture arrives and is paid exactly once.</summary>
public sealed class KilledProcessTests
{
    private static readonly RenderSettings LongRender = new() { Prompt = "a green triangle on a white background", Steps = 100 };

    [Fact]
    public async Task Worker_WhenKilledWhileItRenders_StartsAgainAndIsPaidOnce()
    {
        using var grid = await StartAllAsync();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Leased && job.Step >= 5);

        grid.Worker.Kill();
        grid.Worker.Start();

        await AssertArrivesOnceAsync(grid, request);
    }

    [Fact]
    public async Task Coordinator_WhenKilledWithTheJobQueued_StillHasIt()
    {
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        var request = await AskAsync(grid);

        grid.Coordinator.Kill();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        grid.Referee.Start();

        await AssertArrivesOnceAsync(grid, request);
    }

    [Fact]
    public async Task Coordinator_WhenKilledWhileAWorkerRenders_TakesThePicture()
    {
        using var grid = await StartAllAsync();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Leased && job.Step >= 5);

        grid.Coordinator.Kill();
        await grid.StartCoordinatorAsync();

        await AssertArrivesOnceAsync(grid, request);
    }

    [Fact]
    public async Task Coordinator_WhenKilledBeforeTheVerdict_StillReachesIt()
    {
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Rendered);

        grid.Coordinator.Kill();
        await grid.StartCoordinatorAsync();
        grid.Referee.Start();

        await AssertArrivesOnceAsync(grid, request);
    }

    [Fact]
    public async Task Referee_WhenKilledWithTheVerdictOpen_StartsAgainAndFinds()
    {
        using var grid = await StartAllAsync();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Rendered);

        grid.Referee.Kill();
        grid.Referee.Start();

        await AssertArrivesOnceAsync(grid, request);
    }

    /// <summary>The kills fall wherever the request happens to be: queued, leased, between upload and verdict, or while something starts.</summary>
    [Fact]
    public async Task Everything_WhenKilledAgainAndAgain_StillBringsEachPictureOnce()
    {
        const int pictures = 4;
        using var grid = await StartAllAsync();
        var request = await AskAsync(grid, pictures);

        foreach (var part in new[] { grid.Coordinator, grid.Worker, grid.Coordinator, grid.Referee, grid.Coordinator, grid.Worker, grid.Coordinator })
        {
            var views = 0;
            await grid.UntilAllAsync(request, view => ++views > 12 || view.Jobs.All(job => job.State == JobState.Done));
            part.Kill();
            part.Start();
        }

        var done = await grid.UntilAllAsync(request, view => view.Jobs.All(job => job.State == JobState.Done));
        var board = await grid.Board.GetLeaderboardAsync(new());
        var worth = (await grid.Requests.GetPictureAsync(new() { JobId = done.Jobs[0].JobId })).CreditMflop;
        Assert.Equal(pictures, done.Jobs.Select(job => job.PictureSha256).Distinct().Count());
        Assert.Equal((pictures * worth, pictures), (board.Rows.Single().CreditMflop, board.Rows[0].Pictures));
    }

    private static async Task<ProcessGrid> StartAllAsync()
    {
        var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        grid.Referee.Start();
        return grid;
    }

    private static async Task<string> AskAsync(ProcessGrid grid, int count = 1) =>
        (await grid.Requests.SubmitAsync(new() { RequestKey = "once", Settings = LongRender, Count = count, Seed = 3 })).Request.RequestId;

    private static async Task AssertArrivesOnceAsync(ProcessGrid grid, string request)
    {
        var job = await grid.UntilAsync(request, one => one.State == JobState.Done);
        var picture = await grid.Requests.GetPictureAsync(new() { JobId = job.JobId });
        var board = await grid.Board.GetLeaderboardAsync(new());

        Assert.Equal(VerdictKind.Accepted, job.Verdict);
        Assert.Equal([-picture.CreditMflop, picture.CreditMflop], picture.Postings.Select(posting => posting.AmountMflop).Order());
        Assert.Equal(("lark", picture.CreditMflop, 1), (board.Rows.Single().ContributorName, board.Rows[0].CreditMflop, board.Rows[0].Pictures));
    }
}
