using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Tests.Uplink;
using LaionGrid.Worker.Trajectories;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Loop;

public sealed class RevealLoopTests
{
    /// <summary>One that fails for good is the coordinator's to miss; what others are audited for must not wait on it.</summary>
    [Fact]
    public async Task Reveal_ThatFails_DoesNotKeepTheNextFromBeingMade()
    {
        await using var grid = await new ScriptedGrid().StartAsync();
        using var folder = new TemporaryFolder();
        using var data = DataFolder.Take(folder["worker"]).Folder!; // nobody else takes it
        var (queue, shelf) = (new RevealQueue(), new TrajectoryShelf(data, TimeProvider.System, NullLogger<TrajectoryShelf>.Instance));
        foreach (var lease in new[] { ScriptedAudits.Garbled, "second" })
        {
            shelf.Put(lease, [1, 2, 3]);
            queue.Ask(new(lease, 1));
        }
        using var loop = new RevealLoop(queue, shelf, grid.Audits, NullLogger<RevealLoop>.Instance);

        await loop.StartAsync(default);
        await queue.SettledAsync(default).WaitAsync(WorkerUnderTest.Soon);
        await loop.StopAsync(default);

        Assert.True(loop.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal([ScriptedAudits.Garbled, "second"], grid.Revealed);
    }
}
