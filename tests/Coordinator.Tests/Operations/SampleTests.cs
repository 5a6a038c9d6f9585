using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Operations.Sampling;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Operations;

/// <summary>What is kept of how the grid did.</summary>
public sealed class SampleTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Sample_IsTakenOnceAMinute(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var loop = grid.Loop<SampleLoop>();
        await loop.RunOnceAsync(default);
        grid.Time.Advance(TimeSpan.FromSeconds(30));
        await loop.RunOnceAsync(default);
        grid.Time.Advance(TimeSpan.FromSeconds(30));
        await loop.RunOnceAsync(default);

        Assert.Equal(2, (await grid.Get<ReadSamples>().RunAsync(SampleSpan.Minute, 10, default)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sample_SaysWhatWasDoneAndHowLongItTook(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var worker = await story.EnrollAsync("worker");
        await story.AskAsync(count: 2);
        grid.Time.Advance(TimeSpan.FromSeconds(7));
        await story.RenderAsync(worker, 90);
        await grid.Loop<QueueGaugeLoop>().RunOnceAsync(default);

        await grid.Loop<SampleLoop>().RunOnceAsync(default);

        var sample = Assert.Single(await grid.Get<ReadSamples>().RunAsync(SampleSpan.Minute, 10, default));
        Assert.Equal((1, 1, 7000L), (sample.Pictures, sample.Queued, sample.WaitHalfMs));
        var findings = grid.Get<LatestFindings>().Findings;
        Assert.Equal(1, findings.Arrivals.Pictures);
        Assert.Equal(grid.Time.GetUtcNow() - TimeSpan.FromSeconds(7), findings.OldestQueuedAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Audits_OfTheLastMonth_AreCountedByHowTheyEnded(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var story = new Story(grid);
        var (worker, referee) = (await story.EnrollAsync("worker"), await story.EnrollAsync("umpire", WorkerRole.Referee));
        await story.AskAsync(isVerified: true);
        await story.RenderAsync(worker, 90);
        await story.VerifyAsync();
        await story.RenderAsync(referee, 90);
        await story.JudgeAsync();
        var count = grid.Get<CountAudits>();

        Assert.Equal([KeyValuePair.Create(AuditOutcome.Passed, 1L)], await count.RunAsync(grid.Time.GetUtcNow().AddDays(-30), default));
        grid.Time.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await count.RunAsync(grid.Time.GetUtcNow().AddDays(-30), default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Minutes_OfAnHourThatIsOver_BecomeOneSample(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        for (var minute = 0; minute < 61; minute++)
        {
            await grid.Get<SampleNetwork>().RunAsync(Arrivals.None, default);
            grid.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var hour = Assert.Single(await grid.Get<ReadSamples>().RunAsync(SampleSpan.Hour, 10, default));
        Assert.Equal(grid.Time.GetUtcNow().AddMinutes(-61), hour.Start);
        Assert.Equal(61, (await grid.Get<ReadSamples>().RunAsync(SampleSpan.Minute, 100, default)).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Samples_TooOldForTheirSpan_AreLetGo(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var sample = grid.Get<SampleNetwork>();
        await sample.RunAsync(Arrivals.None, default);
        grid.Time.Advance(TimeSpan.FromDays(3));
        await sample.RunAsync(Arrivals.None, default);
        grid.Time.Advance(TimeSpan.FromDays(399));
        await sample.RunAsync(Arrivals.None, default);

        await using var db = await grid.Get<IDbContextFactory<GridDb>>().CreateDbContextAsync();
        Assert.Equal(1, await db.NetworkSamples.CountAsync(one => one.Span == SampleSpan.Minute));
        // The first hour is too old; the second was made of the minute before last.
        Assert.Equal([grid.Time.GetUtcNow().AddDays(-399)], await db.NetworkSamples.Where(one => one.Span == SampleSpan.Hour).Select(one => one.Start).ToListAsync());
    }

    [Theory, OnPostgres]
    public async Task Samples_OfTwoCoordinators_AreOneAMinute(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        await grid.Get<SampleNetwork>().RunAsync(Arrivals.None, default);
        await grid.RebuildAsync(); // knows nothing of what it kept
        await grid.Get<SampleNetwork>().RunAsync(Arrivals.None, default);

        Assert.Single(await grid.Get<ReadSamples>().RunAsync(SampleSpan.Minute, 10, default));
    }

    [Fact]
    public void Hour_IsTheAverageOfItsMinutes_AndEndsAsTheLast()
    {
        var noon = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        NetworkSample Minute(int minute, int workers, long pictures, long? waitMs) => new()
        {
            Span = SampleSpan.Minute, Start = noon.AddMinutes(minute), Workers = workers, Referees = 1, Queued = 0, Pictures = pictures, VerifiedMflop = 10 * pictures, WaitHalfMs = waitMs,
        };

        var hours = SampleFolding.Fold([Minute(1, 4, 20, null), Minute(0, 2, 10, 5000), Minute(60, 8, 30, 1000)]);

        Assert.Equal(2, hours.Count);
        Assert.Equal((noon, 3, 20L, 200L, 5000L), (hours[0].Start, hours[0].Workers, hours[0].Pictures, hours[0].VerifiedMflop, hours[0].WaitHalfMs));
        Assert.Null(hours[0].EtaKept);
        Assert.Equal(noon.AddHours(1), hours[1].Start);
    }

    [Fact]
    public void Arrivals_SayWaitsAndWhatBecameOfPromises()
    {
        var noon = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var pictures = Enumerable.Range(1, 100).Select(second => new Arrival(noon, noon.AddSeconds(second), (noon.AddSeconds(11), noon.AddSeconds(90)))).ToList();

        var arrivals = Arrivals.Of([.. pictures, new(noon, noon.AddSeconds(101), null)]);

        Assert.Equal((101, 51.0, 91.0, 100.0), (arrivals.Pictures, arrivals.WaitHalf.TotalSeconds, arrivals.WaitNineTenths.TotalSeconds, arrivals.WaitMost.TotalSeconds));
        Assert.Equal((10, 80, 10), (arrivals.Early, arrivals.Kept, arrivals.Late));
        Assert.Equal(0.8, arrivals.KeptShare!.Value, 6);
    }
}
