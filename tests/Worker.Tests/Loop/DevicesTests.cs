using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Tests.Rendering;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>One worker with several devices against the real coordinator.</summary>
public sealed class DevicesTests
{
    [Fact]
    public async Task Devices_RenderAtTheSameTime_AsWorkersOfOneAccount()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, both) = (new Person(grid), new CountdownEvent(2));
        FakeRenderer[] renderers = [new() { Ends = TogetherAsync }, new() { Ends = TogetherAsync }];
        await using var worker = await WorkerUnderTest.StartSeveralAsync(grid.Address, renderers);

        var requests = new[] { await person.AskAsync(), await person.AskAsync() };
        var jobs = await Task.WhenAll(requests.Select(person.FinishedAsync));
        var pictures = await Task.WhenAll(jobs.Select(person.PictureAsync));

        Assert.Equal(["lark", "lark-cpu1"], jobs.Select(job => job.WorkerName).Order());
        Assert.All(pictures, picture => Assert.Equal("lark", picture.ContributorName));

        async Task<RenderOutcome> TogetherAsync(RenderJob job, CancellationToken gone)
        {
            both.Signal();
            await Task.Run(() => both.Wait(gone), gone); // neither ends before the other has begun
            return FakeRenderer.Picture(job);
        }
    }

    [Fact]
    public async Task Device_ThatFailsThreeTimes_IsSetAside_AndTheOthersGoOn_UntilItsOwnerResumesIt()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Jobs:MaxFailures", "1", "--Leases:SecondAttempts", "false"); // each failure is another picture's
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        FakeRenderer[] renderers = [Failing(), new() { Ends = async (job, gone) => { await release.Task.WaitAsync(gone); return FakeRenderer.Picture(job); } }];
        await using var worker = await WorkerUnderTest.StartSeveralAsync(grid.Address, renderers);
        var held = await HoldSecondAsync(worker, person, renderers[1]);

        for (var picture = 0; picture < DeviceHealth.Most; picture++)
            Assert.Equal(JobState.Failed, (await person.FinishedAsync(await person.AskAsync())).State);
        var status = await worker.UntilAsync(report => report.Devices[0] is { State: "setAside", Doing: not "Nothing." }); // by then it has told
        release.SetResult();

        Assert.Equal("lark-cpu1", (await person.FinishedAsync(held)).WorkerName);
        Assert.Equal("lark-cpu1", (await person.FinishedAsync(await person.AskAsync())).WorkerName);
        Assert.Equal(("open", "open"), (status.State, status.Devices[1].State));
        Assert.Contains("The card fell off the bus.", status.Devices[0].Reasons.Single(), StringComparison.Ordinal);
        Assert.Contains("resume --device cpu:0", status.Devices[0].Reasons.Single(), StringComparison.Ordinal);
        Assert.Contains(worker.Log.All, line => line.StartsWith("cpu:0 is set aside: 3 pictures in a row failed", StringComparison.Ordinal));

        renderers[0].Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job));
        await worker.SayAsync(new(WishKind.Pause), "cpu:1");
        var resumed = await worker.SayAsync(OwnerWish.None, "cpu:0");
        Assert.Equal(("open", "paused"), (resumed.Devices[0].State, resumed.Devices[1].State));
        Assert.Equal("lark", (await person.FinishedAsync(await person.AskAsync())).WorkerName);
    }

    [Fact]
    public async Task Pause_OfOneDevice_EndsItsRenderAlone()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        FakeRenderer[] renderers = [new() { Ends = FakeRenderer.NeverAsync }, new() { Ends = async (job, gone) => { await release.Task.WaitAsync(gone); return FakeRenderer.Picture(job); } }];
        await using var worker = await WorkerUnderTest.StartSeveralAsync(grid.Address, renderers);
        var requests = new[] { await person.AskAsync(), await person.AskAsync() };
        await Task.WhenAll(renderers.Select(renderer => renderer.BegunAsync()));

        var paused = await worker.SayAsync(new(WishKind.Pause), "cpu:0");
        await renderers[0].CancelledAsync();
        release.SetResult();
        var done = await Task.WhenAll(requests.Select(person.FinishedAsync));

        Assert.Equal(("open", "paused", "You paused it."), (paused.State, paused.Devices[0].State, paused.Devices[0].Reasons.Single()));
        Assert.False(paused.IsAsked); // the machine was not
        Assert.All(done, job => Assert.Equal("lark-cpu1", job.WorkerName));
        Assert.Equal((true, false), (renderers[0].IsAbandoned, renderers[1].IsAbandoned));
    }

    [Fact]
    public async Task Keys_ThatTheCoordinatorForgot_AreReplacedForEachDevice()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        await using var worker = WorkerUnderTest.CreateSeveral(grid.Address, new FakeRenderer(), new FakeRenderer());
        var further = Directory.CreateDirectory(Path.Combine(worker.Folder, "devices", "cpu-1")).FullName;
        foreach (var file in new[] { worker.Identity, new(further) })
            file.Write(file.ReadOrDraw(isReferee: false) with { WorkerKey = "lg_forgotten" });

        await worker.StartAsync();
        await worker.UntilAsync(report => report.Devices.All(device => device.Doing == "Waiting for work."));

        Assert.Null(worker.EndReason);
        Assert.Equal(("lark", "lark-cpu1"), (worker.Identity.ReadOrDraw(isReferee: false).WorkerName, new Worker.Identity.IdentityFile(further).ReadOrDraw(isReferee: false).WorkerName));
    }

    /// <summary>A render process that says hello and is gone with its first job, as when a driver goes: a real one, but for what it renders with.</summary>
    [OnUnixFact]
    public async Task Driver_ThatGoesWhileRendering_SetsTheDeviceAside_AndTheOtherRenders()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--Jobs:MaxFailures", "1", "--Leases:SecondAttempts", "false");
        var (person, release) = (new Person(grid), new TaskCompletionSource());
        await using var broken = new RenderProcess(DyingProcess.Command, new(), new(), TimeProvider.System, NullLogger<RenderProcess>.Instance);
        var sound = new FakeRenderer { Ends = async (job, gone) => { await release.Task.WaitAsync(gone); return FakeRenderer.Picture(job); } };
        await using var worker = await WorkerUnderTest.StartSeveralAsync(grid.Address, broken, sound);
        var held = await HoldSecondAsync(worker, person, sound);

        for (var picture = 0; picture < DeviceHealth.Most; picture++)
            Assert.Equal(JobState.Failed, (await person.FinishedAsync(await person.AskAsync())).State);
        var status = await worker.UntilAsync(report => report.Devices[0].State == "setAside");
        release.SetResult();

        Assert.Equal("lark-cpu1", (await person.FinishedAsync(held)).WorkerName);
        Assert.Contains(DyingProcess.LastWords, status.Devices[0].Reasons.Single(), StringComparison.Ordinal);
        Assert.Null(broken.ProcessId);
    }

    [Fact]
    public async Task Log_OfWhatGoesWellAndWrong_HoldsNoPrompt()
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        var (person, renders) = (new Person(grid), 0);
        FakeRenderer renderer = new()
        {
            Ends = (job, _) => renders++ switch
            {
                0 => Task.FromResult<RenderOutcome>(new RenderOutcome.Failed(RenderFault.Error, "The engine broke.")),
                1 => throw new InvalidOperationException($"At {job}."),
                _ => Task.FromResult(FakeRenderer.Picture(job)),
            },
        };
        await using var worker = await WorkerUnderTest.StartAsync(grid, renderer: renderer);

        await person.FinishedAsync(await person.AskAsync());
        await worker.UntilAsync(report => report.Doing == "Waiting for work."); // by then it has told of the picture

        Assert.Equal(3, renders);
        Assert.Contains(worker.Log.All, line => line.Contains("Picture uploaded", StringComparison.Ordinal));
        Assert.DoesNotContain(worker.Log.All, line => line.Contains(Person.Prompt, StringComparison.Ordinal));
    }

    private static FakeRenderer Failing() => new() { Ends = (_, _) => Task.FromResult<RenderOutcome>(new RenderOutcome.Failed(RenderFault.Error, "The card fell off the bus.")) };

    /// <summary>Gives the second device a picture that keeps it, so that what follows is the first one's.</summary>
    private static async Task<string> HoldSecondAsync(WorkerUnderTest worker, Person person, FakeRenderer second)
    {
        await worker.SayAsync(new(WishKind.Pause), "cpu:0");
        var held = await person.AskAsync();
        await second.BegunAsync();
        await worker.SayAsync(OwnerWish.None, "cpu:0");
        return held;
    }
}
