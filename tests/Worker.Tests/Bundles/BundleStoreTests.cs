using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class BundleStoreTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(10_000);

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly List<long> _offsets = [];

    public BundleStoreTests() => _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");

    [Fact]
    public async Task Prepare_WhenNothingIsThere_FetchesAndKeepsTheManifest()
    {
        var (store, manifest) = (Store(), Manifest());
        Assert.False(store.IsOnDisk(manifest));

        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(manifest, Send(Content), default));

        Assert.True(store.IsOnDisk(manifest));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(ready.Folder, "unet", "model.onnx")));
        Assert.Equal(manifest.Text, await File.ReadAllTextAsync(Path.Combine(ready.Folder, "bundle.json")));
        Assert.Empty(Directory.EnumerateFiles(ready.Folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Prepare_WhenTheBundleComes_SaysSoOnce()
    {
        var (store, manifest, came) = (Store(), Manifest(), 0);
        store.Came += () => came++;

        await store.PrepareAsync(manifest, Send(new byte[Content.Length]), default);
        Assert.Equal(0, came);
        await store.PrepareAsync(manifest, Send(Content), default);
        await store.PrepareAsync(manifest, Send(Content), default);

        Assert.Equal(1, came);
    }

    [Fact]
    public async Task Prepare_AfterABrokenDownload_GoesOnFromWhatIsThere()
    {
        var manifest = Manifest();
        Assert.IsType<BundleOutcome.Unusable>(await Store().PrepareAsync(manifest, Break(Content, after: 3_000), default));
        Assert.False(Store().IsOnDisk(manifest));

        var ready = Assert.IsType<BundleOutcome.Ready>(await Store().PrepareAsync(manifest, Send(Content), default));

        Assert.Equal([0, 3_000], _offsets);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(ready.Folder, "unet", "model.onnx")));
    }

    [Fact]
    public async Task Prepare_WhenTheHashIsWrong_FetchesAnewThreeTimesAndLeavesNothing()
    {
        var (store, manifest) = (Store(), Manifest());

        var unusable = Assert.IsType<BundleOutcome.Unusable>(await store.PrepareAsync(manifest, Send(new byte[Content.Length]), default));

        Assert.Equal([0, 0, 0], _offsets);
        Assert.Contains("unet/model.onnx", unusable.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(store.FolderOf(manifest), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Prepare_WhenAFileWasSpoiltWhileTheWorkerWasOff_FetchesItAnew()
    {
        var manifest = Manifest();
        var ready = Assert.IsType<BundleOutcome.Ready>(await Store().PrepareAsync(manifest, Send(Content), default));
        var path = Path.Combine(ready.Folder, "unet", "model.onnx");
        await File.WriteAllBytesAsync(path, new byte[Content.Length]);

        await Store().PrepareAsync(manifest, Send(Content), default);

        Assert.Equal(Content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Prepare_WhenTheFolderWasDeletedMeanwhile_FetchesAnew()
    {
        var (store, manifest) = (Store(), Manifest());
        await store.PrepareAsync(manifest, Send(Content), default);
        Directory.Delete(store.FolderOf(manifest), recursive: true);

        Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(manifest, Send(Content), default));

        Assert.True(store.IsOnDisk(manifest));
    }

    [Fact]
    public async Task Prepare_OfAVersionWithAnotherFile_ReplacesIt()
    {
        var newer = RandomNumberGenerator.GetBytes(Content.Length);
        var store = Store();
        await store.PrepareAsync(Manifest(), Send(Content), default);
        Assert.False(store.IsOnDisk(Manifest(newer, version: 2))); // though its file has the same size

        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(Manifest(newer, version: 2), Send(newer), default));

        Assert.Equal(newer, await File.ReadAllBytesAsync(Path.Combine(ready.Folder, "unet", "model.onnx")));
    }

    [Fact]
    public async Task Prepare_WhenTheDiskHasNoRoom_SaysSoBeforeFetching()
    {
        var huge = Manifest(bytes: long.MaxValue / 4);

        var unusable = Assert.IsType<BundleOutcome.Unusable>(await Store().PrepareAsync(huge, Send(Content), default));

        Assert.Contains("Free some", unusable.Detail, StringComparison.Ordinal);
        Assert.Empty(_offsets);
    }

    [Fact]
    public async Task Prepare_WhenAFolderStandsInTheWay_IsUnusable()
    {
        var (store, manifest) = (Store(), Manifest());
        Directory.CreateDirectory(Path.Combine(store.FolderOf(manifest), "unet", "model.onnx", "inner"));

        Assert.IsType<BundleOutcome.Unusable>(await store.PrepareAsync(manifest, Send(Content), default));
    }

    private BundleStore Store() => new(_data, NullLogger<BundleStore>.Instance);

    private static BundleManifest Manifest(byte[]? content = null, int version = 1, long? bytes = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content ?? Content));
        var text = $$"""{ "id": "small", "version": {{version}}, "files": [{ "path": "unet/model.onnx", "bytes": "{{bytes ?? Content.Length}}", "sha256": "{{hash}}" }] }""";
        return BundleManifest.Parse(text).Manifest ?? throw new InvalidOperationException("No manifest.");
    }

    private FetchFile Send(byte[] content) => async (_, bytes, part, cancellationToken) =>
    {
        _offsets.Add(part.Length);
        part.Position = part.Length;
        await part.WriteAsync(content.AsMemory((int)part.Length), cancellationToken);
        return null;
    };

    private FetchFile Break(byte[] content, int after) => async (_, bytes, part, cancellationToken) =>
    {
        _offsets.Add(part.Length);
        await part.WriteAsync(content.AsMemory(0, after), cancellationToken);
        return "The coordinator has gone.";
    };

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }
}
