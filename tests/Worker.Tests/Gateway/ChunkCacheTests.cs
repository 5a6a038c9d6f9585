using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Gateway;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Tests.Bundles;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Gateway;

public sealed class ChunkCacheTests : IDisposable
{
    private const int ChunkBytes = 1024;

    private static readonly byte[] Content = [.. Enumerable.Range(0, 2500).Select(index => (byte)((index * 7) + (index / 256)))];
    private static readonly DownloadOptions Options = new() { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5), MaxWrong = 1 };

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly BundleManifest _manifest = BundleScene.Manifest(Content, ChunkBytes);

    public ChunkCacheTests() => _data = DataFolder.Take(_folder["cache"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    [Fact]
    public async Task Bring_ForManyAtOnce_FetchesOnce()
    {
        var (source, going) = (new FakeSource(Content), new ManualResetEventSlim());
        source.OnPiece = going.Wait; // the first is under way when the others ask
        var cache = Open(source);

        var asked = Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.BringAsync(_manifest, _manifest.Chunks[1], default))).ToList();
        going.Set();
        var answers = await Task.WhenAll(asked);

        Assert.Equal((ChunkBytes, ChunkBytes), Assert.Single(source.Asked));
        Assert.All(answers, answer => Assert.Equal(Content[1024..2048], File.ReadAllBytes(answer.Path ?? "")));
    }

    [Fact]
    public async Task Bring_AfterARestart_FetchesNothing()
    {
        var source = new FakeSource(Content);
        await Open(source).BringAsync(_manifest, _manifest.Chunks[0], default);

        Assert.Null((await Open(source).BringAsync(_manifest, _manifest.Chunks[0], default)).Problem);

        Assert.Single(source.Asked);
    }

    [Fact]
    public async Task Bring_WhenTheDiskHasSpoiltIt_FetchesItAnew()
    {
        var source = new FakeSource(Content);
        var (path, _) = await Open(source).BringAsync(_manifest, _manifest.Chunks[0], default);
        File.WriteAllBytes(path ?? "", new byte[ChunkBytes]);

        await Open(source).BringAsync(_manifest, _manifest.Chunks[0], default);

        Assert.Equal(Content[..ChunkBytes], File.ReadAllBytes(path ?? ""));
    }

    [Fact]
    public async Task Bring_WhenTheHashIsWrong_KeepsNothingAndSaysWhose()
    {
        var (path, problem) = await Open(new FakeSource(new byte[2500], "the mirror")).BringAsync(_manifest, _manifest.Chunks[0], default);

        Assert.Null(path);
        Assert.Contains("the mirror", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_data.PathOf("chunks")), file => !file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bring_WhenTheSourceBreaksAndComesBack_GetsThere()
    {
        var (broken, whole) = (new FakeSource(Content) { BreakAfter = 600, Fault = new("Broke.", MayPass: true) }, new FakeSource(Content));

        var (path, _) = await Open(new InTurn(broken, whole)).BringAsync(_manifest, _manifest.Chunks[0], default);

        Assert.Equal(Content[..ChunkBytes], File.ReadAllBytes(path ?? ""));
    }

    [Fact]
    public void Open_AfterAKill_DeletesWhatWasHalf()
    {
        Open(new FakeSource(Content));
        File.WriteAllText(Path.Combine(_data.PathOf("chunks"), "ab.part"), "half");

        Open(new FakeSource(Content));

        Assert.Empty(Directory.EnumerateFiles(_data.PathOf("chunks")));
    }

    [Fact]
    public async Task Bring_WhenTheLimitIsReached_DropsTheLongestUnused()
    {
        var clock = new TurnedClock();
        var cache = Open(new FakeSource(Content), new DiskLimits(2 * ChunkBytes) { FloorBytes = 0 }, clock);
        var first = (await cache.BringAsync(_manifest, _manifest.Chunks[0], default)).Path;
        await cache.BringAsync(_manifest, _manifest.Chunks[1], default);
        Assert.Contains("--disk-limit", (await cache.BringAsync(_manifest, _manifest.Chunks[2], default)).Problem, StringComparison.Ordinal); // both were used just now

        clock.Turn(TimeSpan.FromHours(2));
        await cache.BringAsync(_manifest, _manifest.Chunks[1], default);
        Assert.Null((await cache.BringAsync(_manifest, _manifest.Chunks[2], default)).Problem);

        Assert.False(File.Exists(first));
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    private ChunkCache Open(IBundleSource source, DiskLimits? limits = null, TimeProvider? clock = null)
    {
        var (time, lifetime) = (clock ?? TimeProvider.System, new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        var fetch = new FetchChunk(source, Options, lifetime, time, NullLogger<FetchChunk>.Instance);
        var cache = new ChunkCache(_data, fetch, limits ?? new() { FloorBytes = 0 }, time, NullLogger<ChunkCache>.Instance);
        cache.Open();
        return cache;
    }

    /// <summary>One source that does each time what the next of these does.</summary>
    private sealed class InTurn(params IBundleSource[] sources) : IBundleSource
    {
        private readonly Queue<IBundleSource> _next = new(sources);

        public string Name => "in turn";

        public Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken) =>
            _next.Dequeue().ReadAsync(file, offset, bytes, keep, cancellationToken);
    }
}
