using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class BundleStoreTests : IDisposable
{
    private const int ChunkBytes = 2048;

    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(10_000);
    private static readonly BundleManifest Chunked = BundleScene.Manifest(Content, ChunkBytes);
    private static readonly BundleManifest Whole = BundleScene.Manifest(Content);

    private readonly BundleScene _scene = new();

    [Fact]
    public async Task Prepare_WhenNothingIsThere_FetchesAndKeepsTheManifest()
    {
        using var store = _scene.Store();
        Assert.False(store.IsOnDisk(Chunked));

        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(Chunked, new FakeSource(Content), default));

        Assert.True(store.IsOnDisk(Chunked));
        Assert.Equal(Content, await File.ReadAllBytesAsync(ModelIn(ready)));
        Assert.Equal(Chunked.Text, await File.ReadAllTextAsync(Path.Combine(ready.Folder, "bundle.json")));
        Assert.Equal(2, Directory.EnumerateFiles(_scene.PathOf(""), "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task Prepare_WhenTheBundleComes_SaysSoOnce()
    {
        using var store = _scene.Store();
        var came = 0;
        store.Came += () => came++;

        await store.PrepareAsync(Chunked, new FakeSource(new byte[Content.Length]), default);
        Assert.Equal(0, came);
        await store.PrepareAsync(Chunked, new FakeSource(Content), default);
        await store.PrepareAsync(Chunked, new FakeSource(Content), default);

        Assert.Equal(1, came);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Prepare_AfterAStopInTheMiddle_GoesOnFromTheLastByte(bool isChunked)
    {
        var manifest = isChunked ? Chunked : Whole;
        var broken = new FakeSource(Content) { BreakAfter = 4_500, Fault = new("It has gone.", MayPass: false) };
        using (var store = _scene.Store())
            Assert.Contains("It has gone.", Assert.IsType<BundleOutcome.Unusable>(await store.PrepareAsync(manifest, broken, default)).Detail, StringComparison.Ordinal);
        using var restarted = _scene.Store();
        Assert.False(restarted.IsOnDisk(manifest));
        var source = new FakeSource(Content);

        var ready = Assert.IsType<BundleOutcome.Ready>(await restarted.PrepareAsync(manifest, source, default));

        Assert.Equal(Content, await File.ReadAllBytesAsync(ModelIn(ready)));
        Assert.Equal(Content.Length - 4_500, source.Asked.Sum(run => run.Bytes));
    }

    /// <summary>What a power cut may leave: numbers on the disk before the bytes that they count.</summary>
    [Fact]
    public async Task Prepare_WhenBytesAreLostThatWereCounted_FetchesTheirChunksAnew()
    {
        var broken = new FakeSource(Content) { BreakAfter = 4 * ChunkBytes, Fault = new("It has gone.", MayPass: false) };
        using (var store = _scene.Store())
            await store.PrepareAsync(Chunked, broken, default);
        await SpoilAsync(_scene.PathOf("small.part/unet/model.onnx"), 100);
        using var restarted = _scene.Store();

        var ready = Assert.IsType<BundleOutcome.Ready>(await restarted.PrepareAsync(Chunked, new FakeSource(Content), default));

        Assert.Equal(Content, await File.ReadAllBytesAsync(ModelIn(ready)));
    }

    [Theory, InlineData("nonsense"), InlineData("")]
    public async Task Prepare_WhenTheCountsAreLost_LooksAtWhatIsThere(string counts)
    {
        var broken = new FakeSource(Content) { BreakAfter = 9_000, Fault = new("It has gone.", MayPass: false) };
        using (var store = _scene.Store())
            await store.PrepareAsync(Chunked, broken, default);
        await File.WriteAllTextAsync(_scene.PathOf("small.part/arrivals.part"), counts);
        using var restarted = _scene.Store();
        var source = new FakeSource(Content);

        Assert.IsType<BundleOutcome.Ready>(await restarted.PrepareAsync(Chunked, source, default));

        Assert.Equal((4 * ChunkBytes, Content.Length - (4 * ChunkBytes)), Assert.Single(source.Asked));
    }

    [Fact]
    public async Task Prepare_WhenTheHashIsWrong_TriesThreeTimesAndPublishesNothing()
    {
        using var store = _scene.Store();
        var source = new FakeSource(new byte[Content.Length]);

        var unusable = Assert.IsType<BundleOutcome.Unusable>(await store.PrepareAsync(Whole, source, default));

        Assert.Equal([(0, 10_000), (0, 10_000), (0, 10_000)], source.Asked);
        Assert.Contains("unet/model.onnx came 3 times with a wrong hash", unusable.Detail, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store.FolderOf(Whole)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Prepare_WhenAByteIsSpoiltOnTheDisk_FetchesThatChunkAlone(bool isWhileTheWorkerIsOff)
    {
        using var store = _scene.Store();
        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(Chunked, new FakeSource(Content), default));
        await SpoilAsync(ModelIn(ready), ChunkBytes + 1);
        using var restarted = _scene.Store();
        if (!isWhileTheWorkerIsOff)
            store.Doubt(Chunked);
        var source = new FakeSource(Content);

        await (isWhileTheWorkerIsOff ? restarted : store).PrepareAsync(Chunked, source, default);

        Assert.Equal(Content, await File.ReadAllBytesAsync(ModelIn(ready)));
        Assert.Equal([(ChunkBytes, ChunkBytes)], source.Asked);
    }

    [Fact]
    public async Task Prepare_WhenAFolderIsIncompleteOrGone_FetchesWhatIsMissing()
    {
        using var store = _scene.Store();
        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(Chunked, new FakeSource(Content), default));
        await File.WriteAllBytesAsync(ModelIn(ready), Content[..(3 * ChunkBytes)]);
        var source = new FakeSource(Content);
        await store.PrepareAsync(Chunked, source, default);
        Assert.Equal(Content.Length - (3 * ChunkBytes), source.Asked.Sum(run => run.Bytes));
        Directory.Delete(store.FolderOf(Chunked), recursive: true);

        Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(Chunked, source, default));

        Assert.True(store.IsOnDisk(Chunked));
    }

    [Fact]
    public async Task Prepare_OfAVersionWithAnotherFile_KeepsWhatIsAlike()
    {
        var newer = Content.ToArray();
        newer[^1] ^= 1;
        var second = BundleScene.Manifest(newer, ChunkBytes, version: 2);
        using var store = _scene.Store();
        await store.PrepareAsync(Chunked, new FakeSource(Content), default);
        Assert.False(store.IsOnDisk(second)); // though its file has the same size
        var source = new FakeSource(newer);

        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(second, source, default));

        Assert.Equal(newer, await File.ReadAllBytesAsync(ModelIn(ready)));
        Assert.Equal((8192, 1808), Assert.Single(source.Asked));
    }

    [Fact]
    public async Task Prepare_WhenAFolderStandsInTheWay_IsUnusable()
    {
        Directory.CreateDirectory(_scene.PathOf("small/unet/model.onnx/inner"));
        using var store = _scene.Store();

        Assert.IsType<BundleOutcome.Unusable>(await store.PrepareAsync(Chunked, new FakeSource(Content), default));
    }

    public void Dispose() => _scene.Dispose();

    private static string ModelIn(BundleOutcome.Ready ready) => Path.Combine(ready.Folder, "unet", "model.onnx");

    private static async Task SpoilAsync(string path, int at)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }
}
