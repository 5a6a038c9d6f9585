using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Models;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Arrivals;

/// <summary>What a person is told before asking.</summary>
public sealed class EstimateAskTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Estimate_OfWhatIsThenAsked_IsThePromiseThatItGets(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        await story.AttendAsync(await story.EnrollAsync("finch"));
        LearnSpeeds(grid);

        var estimate = await EstimateAsync(grid, count: 3);
        var request = await story.AskAsync(count: 3);
        var (first, last) = (await story.JobAsync(request), await story.JobAsync(request, index: 2));

        Assert.NotNull(estimate.Arrival);
        Assert.Equal((last.PromisedFrom - first.QueuedAt)!.Value.TotalSeconds, estimate.Arrival.Value.Low.TotalSeconds, precision: 3); // instants are kept in microseconds
        Assert.Equal((last.PromisedTo - first.QueuedAt)!.Value.TotalSeconds, estimate.Arrival.Value.High.TotalSeconds, precision: 3);
        Assert.Equal(last.CostMflop, estimate.MflopPerPicture);
        Assert.Equal((16, 16, 4), (estimate.Settings.Width, estimate.Settings.Height, estimate.Settings.Steps));
    }

    [Theory, OnSqlite]
    public async Task Estimate_OfMorePictures_TakesLonger(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        await story.AttendAsync(await story.EnrollAsync("finch"));
        LearnSpeeds(grid);

        var highs = new List<TimeSpan>();
        for (var count = 1; count <= RequestRules.MaxCount; count++)
            highs.Add((await EstimateAsync(grid, count)).Arrival!.Value.High);

        Assert.Equal(highs.Order().Distinct(), highs);
    }

    [Theory, OnSqlite]
    public async Task Estimate_WhenNobodyAttends_SaysSoAndPromisesNothing(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        LearnSpeeds(grid);

        var estimate = await EstimateAsync(grid);

        Assert.Equal((0, 0, null), (estimate.WorkersOnline, estimate.WorkersAble, estimate.Nearest));
        Assert.Null(estimate.Arrival);
    }

    [Theory, OnSqlite]
    public async Task Estimate_WhenWorkersRefuseTheBundle_CountsThemAsUnable(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (able, unable) = (await story.EnrollAsync("finch"), await story.EnrollAsync("tern"));
        Enter(grid, Story.AttendanceOf(able));
        Enter(grid, Story.AttendanceOf(unable) with { BundlesWithoutRoom = new HashSet<string> { PaperBundle.Id } });
        Enter(grid, Story.AttendanceOf(await story.EnrollAsync("wren")) with { IsPaused = true });
        Enter(grid, Story.AttendanceOf(await story.EnrollAsync("judge", WorkerRole.Referee)));

        var estimate = await EstimateAsync(grid);

        Assert.Equal((2, 1), (estimate.WorkersOnline, estimate.WorkersAble));
    }

    [Theory, OnSqlite]
    public async Task Estimate_OfWhatMayNotBeAsked_IsRefusedAsAskingIs(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var ask = new Ask { RequestKey = "", Prompt = "", Count = 1, Width = 17 };

        var outcome = await grid.Get<EstimateAsk>().RunAsync(ask, "", Caller.Anonymous, default);

        Assert.Equal("size.not_multiple", Assert.IsType<EstimateOutcome.Refused>(outcome).Refusal.Code);
    }

    [Theory, OnSqlite]
    public async Task Estimate_OfASamplerThatAsksTwiceAStep_IsOfAboutTwiceTheWork(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        await story.AttendAsync(await story.EnrollAsync("finch"));
        LearnSpeeds(grid);

        var (usual, heun) = (await EstimateAsync(grid), await EstimateAsync(grid, sampler: Sampler.Heun));

        Assert.Equal(grid.Get<BundleCatalogue>().All[0].Tariff.Mflop(16, 16, evaluations: 7, texts: 2), heun.MflopPerPicture); // of four steps
        Assert.InRange(heun.MflopPerPicture, 1.5 * usual.MflopPerPicture, 2.0 * usual.MflopPerPicture);
        Assert.True(heun.Arrival!.Value.High > usual.Arrival!.Value.High);
    }

    private static void Enter(CoordinatorUnderTest grid, Attendance attendance) => grid.Get<WaitingRoom>().Enter(new(attendance), []);

    private static void LearnSpeeds(CoordinatorUnderTest grid)
    {
        var bundle = grid.Get<BundleCatalogue>().All[0];
        for (var sample = 0; sample < 10; sample++)
            grid.Get<SpeedBook>().Add("class", bundle.Id, bundle.Tariff.Mflop(16, 16, evaluations: 4, texts: 2), TimeSpan.FromSeconds(sample < 5 ? 1 : 4));
    }

    private static async Task<AskEstimate> EstimateAsync(CoordinatorUnderTest grid, int count = 1, Sampler? sampler = null) => Assert.IsType<EstimateOutcome.Estimated>(
        await grid.Get<EstimateAsk>().RunAsync(new() { RequestKey = "", Prompt = "", Count = count, Sampler = sampler }, "", Caller.Anonymous, default)).Estimate;
}
