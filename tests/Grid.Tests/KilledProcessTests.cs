using LaionGrid.Contracts.V1;

namespace LaionGrid.Grid.Tests;

/// <summary>Whatever is killed on the way, the picture arrives and is paid exactly once.</summary>
public sealed class KilledProcessTests
{
    private static readonly RenderSettings LongRender = new() { Prompt = "a green triangle on a white background", Steps = 100 };

    [Fact]
    public async Task Worker_WhenKilledWhileItRenders_StartsAgainAndIsPaidOnce()
    {
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        grid.Referee.Start();
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
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        grid.Referee.Start();
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
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        grid.Referee.Start();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Rendered);

        grid.Referee.Kill();
        grid.Referee.Start();

        await AssertArrivesOnceAsync(grid, request);
    }

    private static async Task<string> AskAsync(ProcessGrid grid) =>
        (await grid.Requests.SubmitAsync(new() { RequestKey = "once", Settings = LongRender, Count = 1, Seed = 3 })).Request.RequestId;

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
