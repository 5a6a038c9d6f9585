using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Rendering;

/// <summary>The worker's side of one render process.</summary>
public sealed class RenderChildTests
{
    /// <summary>More than the worker keeps ready, and then the end.</summary>
    private const int Frames = 20;

    [Fact]
    public async Task End_WithFramesThatNobodyRead_DoesNotWaitForAReader()
    {
        using var folder = new TemporaryFolder();
        await using (var file = File.Create(folder["frames"]))
        {
            using var frames = new FrameStream(Stream.Null, file);
            for (var step = 1; step <= Frames; step++)
                await frames.WriteAsync(new(new FrameHeader.Step(step)), default);
        }
        var talker = OperatingSystem.IsWindows() ? new ChildCommand("cmd", ["/c", "type", folder["frames"]]) : new ChildCommand("cat", [folder["frames"]]);
        var child = RenderChild.Start(talker, folder.Path);
        Assert.NotNull(await child.ReceiveAsync(default));

        var how = await child.EndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("ended", how, StringComparison.Ordinal);
    }
}
