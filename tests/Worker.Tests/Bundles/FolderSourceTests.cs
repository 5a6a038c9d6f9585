using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class FolderSourceTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 2500).Select(index => (byte)((index * 7) + (index / 256)))];

    private readonly BundleScene _scene = new();
    private readonly TemporaryFolder _cache = new();
    private readonly BundleManifest _manifest = BundleScene.Manifest(Content, 1024);

    [Fact]
    public async Task Prepare_WhenTheFolderHasIt_AsksNobodyElse()
    {
        Fill(Content);
        var coordinator = new FakeSource(Content);

        Assert.IsType<BundleOutcome.Ready>(await StoreOver(_cache.Path).PrepareAsync(_manifest, coordinator, default));

        Assert.Empty(coordinator.Asked);
    }

    [Fact]
    public async Task Prepare_WhenTheFoldersFileIsSpoilt_FetchesTheBundleElsewhere()
    {
        Fill(new byte[2500]);

        Assert.IsType<BundleOutcome.Ready>(await StoreOver(_cache.Path).PrepareAsync(_manifest, new FakeSource(Content), default));

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(_scene.PathOf("small"), "unet", "model.onnx")));
    }

    [Fact]
    public async Task Prepare_WhenThereIsNoSuchFolder_FetchesTheBundleElsewhere() =>
        Assert.IsType<BundleOutcome.Ready>(await StoreOver(_cache["none"]).PrepareAsync(_manifest, new FakeSource(Content), default));

    public void Dispose()
    {
        _scene.Dispose();
        _cache.Dispose();
    }

    private BundleStore StoreOver(string folder) => _scene.Store(new FolderSource(folder));

    private void Fill(byte[] content)
    {
        Directory.CreateDirectory(_cache["small/unet"]);
        File.WriteAllBytes(_cache["small/unet/model.onnx"], content);
        File.WriteAllText(_cache["small/bundle.json"], _manifest.Text);
    }
}
