using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

public sealed class LiveProgressTests
{
    /// <summary>Nobody tells that a job ended elsewhere: what was heard of it must go by itself.</summary>
    [Fact]
    public async Task Of_AJobElsewhere_IsForgottenAfterTwoSilentMinutes()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var live = grid.Get<LiveProgress>();
        var (job, other) = (Ids.New<JobId>(grid.Time), Ids.New<JobId>(grid.Time));
        live.Hear(job, 3);

        Assert.Equal([3, 3, 0], Enumerable.Range(1, 3).Select(minute =>
        {
            var step = live.Of(job).Step;
            grid.Time.Advance(TimeSpan.FromMinutes(1));
            live.Hear(other, minute);
            return step;
        }));
        Assert.Equal(3, live.Of(other).Step);
    }

    [Fact]
    public async Task Of_AJobThatIsHere_IsWhatItsWorkerSays()
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(DatabaseKind.Sqlite);
        var live = grid.Get<LiveProgress>();
        var job = Ids.New<JobId>(grid.Time);
        live.Hear(job, 3);

        live.Report(Ids.New<RequestId>(grid.Time), job, 1, ReadOnlyMemory<byte>.Empty);

        Assert.Equal(1, live.Of(job).Step);
    }
}
