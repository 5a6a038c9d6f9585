using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests.Storage;

public sealed class BatcherTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly ManualTime _time = new();
    private readonly List<int[]> _batches = [];

    [Fact]
    public async Task RunAsync_AfterAQuietWhile_WaitsForNothing()
    {
        using var batcher = Batcher();

        Assert.Equal(10, await batcher.RunAsync(1, CancellationToken.None));
        _time.Advance(Interval);
        Assert.Equal(20, await batcher.RunAsync(2, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_WithinTheInterval_SharesTheNextBatch()
    {
        using var batcher = Batcher();
        await batcher.RunAsync(1, CancellationToken.None);

        var answers = Task.WhenAll(batcher.RunAsync(2, CancellationToken.None), batcher.RunAsync(3, CancellationToken.None), batcher.RunAsync(4, CancellationToken.None));
        Assert.Single(_batches);
        _time.Advance(Interval);

        Assert.Equal(new[] { 20, 30, 40 }, await answers);
        Assert.Equal([[1], [2, 3, 4]], _batches);
    }

    /// <summary>A batch that took 10 intervals is followed after 5, the most; not after 30.</summary>
    [Fact]
    public async Task RunAsync_AfterASlowBatch_WaitsLongerButNotForEver()
    {
        using var batcher = Batcher(onBatch: () => _time.Advance(10 * Interval));
        await batcher.RunAsync(1, CancellationToken.None);

        Assert.Equal(20, await batcher.RunAsync(2, CancellationToken.None)); // its five are over
    }

    [Fact]
    public async Task RunAsync_AfterABatchThatTookAnInterval_RestsTwiceAsLong()
    {
        using var batcher = Batcher(onBatch: () => _time.Advance(Interval));
        await batcher.RunAsync(1, CancellationToken.None);

        var second = batcher.RunAsync(2, CancellationToken.None);
        _time.Advance(1.9 * Interval);
        Assert.False(second.IsCompleted);
        _time.Advance(0.1 * Interval);

        Assert.Equal(20, await second);
    }

    [Fact]
    public async Task RunAsync_WhenItsBatchFails_TriesEachAlone()
    {
        using var batcher = Batcher(isBad: batch => batch.Contains(3));
        await batcher.RunAsync(1, CancellationToken.None);

        var (good, bad) = (batcher.RunAsync(2, CancellationToken.None), batcher.RunAsync(3, CancellationToken.None));
        _time.Advance(Interval);

        Assert.Equal(20, await good);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
    }

    private Batcher<int, int> Batcher(Action? onBatch = null, Func<IReadOnlyList<int>, bool>? isBad = null) => new((batch, _) =>
    {
        _batches.Add([.. batch]);
        onBatch?.Invoke();
        return isBad?.Invoke(batch) == true ? throw new InvalidOperationException("bad") : Task.FromResult<IReadOnlyList<int>>([.. batch.Select(item => item * 10)]);
    }, new BatchPace(Interval, _time));
}
