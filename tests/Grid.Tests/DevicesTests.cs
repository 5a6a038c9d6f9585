using LaionGrid.Contracts.V1;

namespace LaionGrid.Grid.Tests;

/// <summary>A real worker with two devices: the processor twice, each with half of its cores and a render process of its own.</summary>
public sealed class DevicesTests
{
    [Fact]
    public async Task Worker_WithTwoDevices_RendersTwoPicturesAtOnce()
    {
        using var grid = new ProcessGrid(device: "cpu,cpu");
        await grid.StartCoordinatorAsync();
        grid.Worker.Start();
        var settings = new RenderSettings { Prompt = "a green triangle on a white background", Steps = 100 };
        var request = (await grid.Requests.SubmitAsync(new() { RequestKey = "both", Settings = settings, Count = 8, Seed = 3 })).Request.RequestId; // enough for one to wait for the other

        var during = AtWork(await grid.UntilAllAsync(request, view => AtWork(view).Count == 2));
        var done = await grid.UntilAllAsync(request, view => Of(view).All(job => job.State == JobState.Rendered));

        Assert.Equal(["lark", "lark-cpu1"], during.Select(job => job.WorkerName).Order());
        Assert.Equal(2, Of(done).Select(job => job.PictureSha256).Distinct().Count());

        IEnumerable<JobView> Of(RequestView view) => view.Jobs.Where(job => during.Any(one => one.JobId == job.JobId));
    }

    private static List<JobView> AtWork(RequestView view) => [.. view.Jobs.Where(job => job.State == JobState.Leased && job.Step > 0)];
}
