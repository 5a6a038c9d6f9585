using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>The worker's rounds against the real coordinator.</summary>
public sealed class WorkLoopTests
{
    [Fact]
    public async Task Round_WhenAJobWaits_BringsProgressAndThePicture()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        var renderer = new FakeRenderer { Ends = async (job, _) => { await release.Task; return FakeRenderer.Picture(job); } };
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: renderer);

        var request = await person.AskAsync();
        var midway = await person.WatchAsync(request, job => job.Step == 1 && job.Preview.Length > 0);
        release.SetResult();
        var done = await person.FinishedAsync(request);

        Assert.Equal((JobState.Leased, "lark"), (midway.State, done.WorkerName));
        var picture = await person.PictureAsync(done);
        Assert.Equal(("lark", "Fake", null), (picture.ContributorName, picture.DeviceName, picture.Scores));
    }

    [Fact]
    public async Task Preview_WhenStepsWithoutOneFollowAtOnce_ComesWithTheNewest()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        var renderer = new FakeRenderer { Steps = [new(1, default), new(2, PaintedPng.Of(2, 2, 9)), new(3, default)], Ends = FakeRenderer.NeverAsync };
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: renderer);

        await person.WatchAsync(await person.AskAsync(), job => job.Step == 3 && job.Preview.Length > 0);
    }

    [Fact]
    public async Task Round_WhenTheEngineScores_BringsEachScoreItGives()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job, new(0.31, 6.25, null, false))) });

        var picture = await person.PictureAsync(await person.FinishedAsync(await person.AskAsync()));

        Assert.Equal(new PictureScores { TextFit = 0.31, Aesthetic = 6.25, IsUnsafe = false }, picture.Scores);
    }

    [Fact]
    public async Task Round_OfAnAudit_IsRevealedByTheWorkerAndCheckedByTheReferee()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await using var referee = await WorkerUnderTest.StartAsync(grid, isReferee: true, name: "owl");

        var done = await person.JudgedAsync(await person.AskAsync());

        Assert.Equal((JobState.Done, VerdictKind.Accepted), (done.State, done.Verdict));
        var check = await referee.Renderer.CheckedAsync();
        Assert.Equal((3, true), (check.Evaluations.Count, check.Decodes));
        Assert.False(referee.Renderer.HasBegunAnother); // it renders nothing
    }

    [Fact]
    public async Task Cancel_WhileRendering_StopsTheRenderAndFreesTheWorker()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Leases:Seconds", "3600"); // the next heartbeat is far off
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = FakeRenderer.NeverAsync });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        await person.CancelAsync(request);
        await worker.Renderer.CancelledAsync();
        worker.Renderer.Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job));

        Assert.Equal("lark", (await person.FinishedAsync(await person.AskAsync())).WorkerName);
    }

    [Fact]
    public async Task Upload_WhenTheLeaseWasLost_IsDroppedAndTheJobDoneInTheNextRound()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = WorkerUnderTest.Create(grid.Address);
        worker.Renderer.Ends = async (job, _) =>
        {
            worker.Renderer.Ends = (next, _) => Task.FromResult(FakeRenderer.Picture(next));
            await LoseLeaseAsync(grid, worker);
            return FakeRenderer.Picture(job);
        };
        await worker.StartAsync();

        var done = await person.FinishedAsync(await person.AskAsync());

        Assert.NotEmpty(done.PictureSha256);
        await worker.Renderer.BegunAsync();
        await worker.Renderer.BegunAsync(); // the same job again: the first picture was not taken
    }

    [Fact]
    public async Task Restart_OfTheCoordinatorWhileRendering_LosesNothing()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--urls", $"http://127.0.0.1:{FreePort()}");
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = async (job, cancellationToken) => { await release.Task.WaitAsync(cancellationToken); return FakeRenderer.Picture(job); } });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        await grid.RestartAsync();
        release.SetResult();
        var done = await person.FinishedAsync(request);

        Assert.NotEmpty(done.PictureSha256);
        Assert.False(worker.Renderer.HasBegunAnother);
    }

    [Fact]
    public async Task Restart_OfTheCoordinatorWhileWaiting_BringsTheWorkerBack()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--urls", $"http://127.0.0.1:{FreePort()}");
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await person.FinishedAsync(await person.AskAsync());

        await grid.RestartAsync();

        Assert.Equal("lark", (await person.FinishedAsync(await person.AskAsync())).WorkerName);
    }

    [Fact]
    public async Task Round_ThatFailsWhileTheWorkerStops_EndsAsAnyOther()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = WorkerUnderTest.Create(grid.Address);
        worker.Renderer.Ends = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("What nobody foresaw.");
        };
        await worker.StartAsync();
        await new Person(grid).AskAsync();
        await worker.Renderer.BegunAsync();

        await worker.StopAsync();

        Assert.Contains("Stopped.", worker.Log.All);
    }

    [Fact]
    public async Task Stop_WhileRendering_GivesTheLeaseBackAtOnce()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = FakeRenderer.NeverAsync });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        await worker.StopAsync();

        Assert.Equal(JobState.Queued, (await person.SeeAsync(request)).State);
        Assert.Null(worker.EndReason);
    }

    [Fact]
    public async Task Render_WhenItFails_IsReportedAndTriedAgain()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, renders) = (new Person(grid), 0);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new()
        {
            Ends = (job, _) => Task.FromResult(renders++ == 0 ? new RenderOutcome.Failed(RenderFault.Error, "The engine broke.") : FakeRenderer.Picture(job)),
        });

        var done = await person.FinishedAsync(await person.AskAsync());

        Assert.NotEmpty(done.PictureSha256);
        Assert.Equal(2, renders);
    }

    /// <summary>What a second process with the same key would do: attend and claim to hold nothing.</summary>
    private static async Task LoseLeaseAsync(CoordinatorUnderTest grid, WorkerUnderTest worker)
    {
        using var channel = grid.Channel(worker.Identity.ReadOrDraw(isReferee: false).WorkerKey);
        using var other = new Work.WorkClient(channel).Attend(new(), deadline: DateTime.UtcNow + WorkerUnderTest.Soon);
        await other.ResponseStream.MoveNext(); // the freed job is offered again
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
