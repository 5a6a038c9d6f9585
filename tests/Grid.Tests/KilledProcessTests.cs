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
        var requests = await CatchRenderingAsync(grid);

        grid.Worker.Kill();
        grid.Worker.Start();

        await AssertArriveOnceAsync(grid, requests);
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

        await AssertArriveOnceAsync(grid, [request]);
    }

    [Fact]
    public async Task Coordinator_WhenKilledWhileAWorkerRenders_TakesThePicture()
    {
        using var grid = await StartAllAsync();
        var requests = await CatchRenderingAsync(grid);

        grid.Coordinator.Kill();
        await grid.StartCoordinatorAsync();

        await AssertArriveOnceAsync(grid, requests);
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

        await AssertArriveOnceAsync(grid, [request]);
    }

    [Fact]
    public async Task Referee_WhenKilledWithTheVerdictOpen_StartsAgainAndFinds()
    {
        using var grid = new ProcessGrid();
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        var request = await AskAsync(grid);
        await grid.UntilAsync(request, job => job.State == JobState.Rendered);
        grid.Referee.Start();
        await grid.Referee.SaysAsync("Joined the grid"); // and is sent the check

        grid.Referee.Kill();
        grid.Referee.Start();

        await AssertArriveOnceAsync(grid, [request]);
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

    /// <summary>Asks until a picture, the last, is seen while it is being made: on a fast machine one may be there before anybody has looked.</summary>
    private static async Task<IReadOnlyList<string>> CatchRenderingAsync(ProcessGrid grid)
    {
        var requests = new List<string>();
        JobView seen;
        do
        {
            requests.Add(await AskAsync(grid, key: $"ask {requests.Count}", seed: requests.Count));
            seen = await grid.UntilAsync(requests[^1], job => job.Step >= 5);
        }
        while (seen.State != JobState.Leased);
        return requests;
    }

    private static async Task<string> AskAsync(ProcessGrid grid, int count = 1, string key = "once", long seed = 3) =>
        (await grid.Requests.SubmitAsync(new() { RequestKey = key, Settings = LongRender, Count = count, Seed = seed })).Request.RequestId;

    private static async Task AssertArriveOnceAsync(ProcessGrid grid, IReadOnlyList<string> requests)
    {
        var (credit, picture) = (0L, new Picture());
        foreach (var request in requests)
        {
            var job = await grid.UntilAsync(request, one => one.State == JobState.Done);
            Assert.Equal(VerdictKind.Accepted, job.Verdict);
            picture = await grid.Requests.GetPictureAsync(new() { JobId = job.JobId });
            credit += picture.CreditMflop;
        }
        var row = (await grid.Board.GetLeaderboardAsync(new())).Rows.Single();
        Assert.Equal([-picture.CreditMflop, picture.CreditMflop], picture.Postings.Select(posting => posting.AmountMflop).Order());
        Assert.Equal(("lark", credit, requests.Count), (row.ContributorName, row.CreditMflop, row.Pictures));
    }
}
