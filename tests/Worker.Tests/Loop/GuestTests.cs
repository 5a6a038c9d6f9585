using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>The whole worker as a guest: its owner comes back, pauses it and lets it go on, and the grid loses nothing.</summary>
public sealed class GuestTests
{
    [Fact]
    public async Task OwnersReturn_WhileRendering_LeavesTheDeviceAndGivesTheJobBack()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Leases:Seconds", "3600"); // no lease lapses meanwhile
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = FakeRenderer.NeverAsync });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        worker.Machine.Touch(true);
        await worker.Renderer.CancelledAsync();
        var waiting = await person.WatchAsync(request, job => job.State == JobState.Queued);

        await worker.Renderer.AbandonedAsync();
        Assert.Equal("", waiting.FailureCode);
        worker.Renderer.Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job));
        worker.Machine.Touch(false);
        Assert.Equal("lark", (await person.FinishedAsync(request)).WorkerName);
    }

    /// <summary>A killed render process looks like a failed render; it must not be told as one.</summary>
    [Fact]
    public async Task OwnersReturn_WhenTheRenderFailsOfIt_IsNoFailure()
    {
        await using var grid = await new Uplink.ScriptedGrid().StartAsync();
        await using var worker = WorkerUnderTest.Create(grid.Address, renderer: new()
        {
            Ends = async (job, gone) =>
            {
                await FakeRenderer.NeverAsync(job, gone).ContinueWith(_ => { }, TaskScheduler.Default);
                return new Worker.Rendering.RenderOutcome.Failed(Worker.Rendering.RenderFault.Error, "The render process ended.");
            },
        });
        await worker.StartAsync();
        grid.Stream.Offer("a");
        await worker.Renderer.BegunAsync();

        worker.Machine.Touch(true);

        Assert.Equal(FailReason.GivenBack, (await grid.FailedAsync()).Reason);
    }

    [Fact]
    public async Task PausedWorker_IsOfferedNothing()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var paused = WorkerUnderTest.Create(grid.Address);
        paused.Machine.Touch(true);
        await paused.StartAsync();
        var request = await person.AskAsync();
        await using var other = await WorkerUnderTest.StartAsync(grid, name: "owl");

        Assert.Equal("owl", (await person.FinishedAsync(request)).WorkerName);
        Assert.False(paused.Renderer.HasBegunAnother);
    }

    [Fact]
    public async Task Pause_ByCommand_EndsTheRender_AndResumeTakesWorkAgain()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = FakeRenderer.NeverAsync });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        var paused = await worker.SayAsync(new(WishKind.Pause));
        await worker.Renderer.CancelledAsync();
        worker.Renderer.Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job));
        var resumed = await worker.SayAsync(OwnerWish.None);

        Assert.Equal(("paused", "You paused it.", "open"), (paused.State, paused.Reasons.Single(), resumed.State));
        Assert.Equal("lark", (await person.FinishedAsync(request)).WorkerName);
    }

    [Fact]
    public async Task Finish_WhileRendering_DeliversThePictureAndTakesNoMore()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = async (job, gone) => { await release.Task.WaitAsync(gone); return FakeRenderer.Picture(job); } });
        var first = await person.AskAsync();
        await worker.Renderer.BegunAsync();

        var finishing = await worker.SayAsync(new(WishKind.Finish));
        release.SetResult();
        var done = await person.FinishedAsync(first);
        var second = await person.AskAsync();
        await using var other = await WorkerUnderTest.StartAsync(grid, name: "owl");

        Assert.Equal(("finishing", "lark", "owl"), (finishing.State, done.WorkerName, (await person.FinishedAsync(second)).WorkerName));
    }

    /// <summary>The whole way: a command for a link, a browser, a button, and a render that ends.</summary>
    [Fact]
    public async Task Page_PausesTheWorker_WhoseOwnerWasLetIn()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var person = new Person(grid);
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: new() { Ends = FakeRenderer.NeverAsync });
        var request = await person.AskAsync();
        await worker.Renderer.BegunAsync();
        var working = await worker.SayAsync(null);
        var link = new Uri((await ControlCall.AskAsync(worker.Folder, new(null, OpensPage: true), default)).Report!.Page!.Link!);
        using var browser = new HttpClient { BaseAddress = new(link.GetLeftPart(UriPartial.Authority)) };

        var page = await browser.GetStringAsync(link);
        using var pause = new HttpRequestMessage(HttpMethod.Post, "/pause") { Headers = { { "Origin", link.GetLeftPart(UriPartial.Authority) } } };
        using var paused = await browser.SendAsync(pause);
        await worker.Renderer.CancelledAsync();

        Assert.Equal((PaperBundle.Id, 1), (working.Devices[0].Job?.Bundle, working.Devices[0].Job?.Step));
        Assert.Contains("Step 1 of", page, StringComparison.Ordinal);
        Assert.Contains("<strong>lark</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/preview.png", page, StringComparison.Ordinal); // nobody said that it may be seen
        Assert.Contains("You paused it.", await paused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await person.WatchAsync(request, job => job.State == JobState.Queued);
    }

    [OnUnixFact]
    public async Task Commands_AreHeardFromTheOwnerAlone()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await worker.SayAsync(null);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ControlLine.PathIn(worker.Folder)));
    }

    /// <summary>Noise on the socket is no command, and does not keep the next from being heard.</summary>
    [Theory, InlineData("nonsense\n"), InlineData("{}\n"), InlineData("{\"wish\":{\"kind\":\"dance\"}}\n"), InlineData("")]
    public async Task Commands_ThatAreNone_ChangeNothing(string noise)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = await WorkerUnderTest.StartAsync(grid);
        await worker.SayAsync(null);
        using (var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(ControlLine.PathIn(worker.Folder)));
            await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(noise));
        }

        Assert.Equal("open", (await worker.SayAsync(null)).State);
    }
}
