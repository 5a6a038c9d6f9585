using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Tests.Uplink;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>The whole worker on one lasting stream, told things at the worst of times.</summary>
public sealed class LastingStreamTests
{
    [Fact]
    public async Task Bundle_WhenItCame_IsToldWithoutLosingTheLease()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var worker = await StartAsync(grid, FakeRenderer.NeverAsync);
        grid.Stream.Offer("a");
        await worker.Renderer.BegunAsync();

        var (before, after) = (await grid.Stream.AttendedAsync(), await grid.Stream.AttendedAsync());

        Assert.Equal((0, ScriptedModels.Bundle, "a"), (before.BundlesOnDisk.Count, after.BundlesOnDisk.Single(), after.HeldLeases.Single()));
    }

    [Fact]
    public async Task Room_WhenThereIsNone_IsToldAndWorkThatComesAllTheSameIsGivenBack()
    {
        await using var grid = await new ScriptedGrid { BundleBytes = long.MaxValue / 4 }.StartAsync();
        await using var worker = await StartAsync(grid, FakeRenderer.NeverAsync);

        var attended = await grid.Stream.AttendedAsync();
        grid.Stream.Offer("a");
        await grid.Stream.AttendedAsync();

        Assert.Equal([ScriptedModels.Bundle], attended.BundlesWithoutRoom);
        Assert.Equal((1, Contracts.V1.FailReason.GivenBack, 0), (grid.Fails, grid.FailedBecause, grid.Fetches));
    }

    [Fact]
    public async Task Stop_WhileRendering_EndsTheRenderWithoutAWordAndTheNextOfferIsTaken()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        await using var worker = await StartAsync(grid, FakeRenderer.NeverAsync);
        await RenderAsync(grid, worker, "a");

        grid.Stream.Stop("a");
        await worker.Renderer.CancelledAsync();
        worker.Renderer.Ends = (job, _) => Task.FromResult(FakeRenderer.Picture(job));
        grid.Stream.Offer("b");

        Assert.Equal("b", (await grid.CompletedAsync()).Lease.LeaseId);
        Assert.Equal((0, 1, false), (grid.Fails, grid.Uploads, grid.Stream.HasAttendedAnew));
    }

    [Fact]
    public async Task Stop_WhileUploading_DoesNotLoseThePicture()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        var release = new TaskCompletionSource();
        await using var worker = await StartAsync(grid, async (job, _) => { await release.Task; return FakeRenderer.Picture(job); });
        grid.OnUpload = async (_, _) =>
        {
            grid.Stream.Stop("a");
            grid.Stream.End();
            await grid.Stream.AttendedAsync(); // attending anew, the worker has heard the stop
            return new();
        };
        await RenderAsync(grid, worker, "a");

        release.SetResult();

        Assert.Equal("a", (await grid.CompletedAsync()).Lease.LeaseId);
        Assert.Equal(1, grid.Uploads);
    }

    [Fact]
    public async Task Stream_CutOffWhileRendering_IsOpenedAnewAndThePictureDelivered()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        var release = new TaskCompletionSource();
        await using var worker = await StartAsync(grid, async (job, stop) => { await release.Task.WaitAsync(stop); return FakeRenderer.Picture(job); });
        await RenderAsync(grid, worker, "a");

        grid.Stream.Break();
        var anew = await grid.Stream.AttendedAsync();
        release.SetResult();

        Assert.Equal(["a"], anew.HeldLeases);
        Assert.Equal("a", (await grid.CompletedAsync()).Lease.LeaseId);
        Assert.Equal((1, false), (grid.Claims, worker.Renderer.HasBegunAnother));
    }

    private static async Task<WorkerUnderTest> StartAsync(ScriptedGrid grid, Func<RenderJob, CancellationToken, Task<RenderOutcome>> ends)
    {
        var worker = WorkerUnderTest.Create(grid.Address, renderer: new() { Ends = ends });
        await worker.StartAsync();
        return worker;
    }

    /// <summary>Until the render has begun and the worker attends with its new bundle.</summary>
    private static async Task RenderAsync(ScriptedGrid grid, WorkerUnderTest worker, string offer)
    {
        grid.Stream.Offer(offer);
        await worker.Renderer.BegunAsync();
        await grid.Stream.AttendedAsync();
        await grid.Stream.AttendedAsync();
    }
}
