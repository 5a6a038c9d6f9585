using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Bundles;

/// <summary>A folder of bundles and what a store of it says.</summary>
internal sealed class BundleScene : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly LoggerFactory _logging;

    public BundleScene()
    {
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _logging = new([Log]);
    }

    public LogLines Log { get; } = new();

    public TurnedClock Clock { get; } = new();

    public DiskLimits Limits { get; set; } = new() { FloorBytes = 0 };

    /// <summary>One chunk after the other, so that a test knows which bytes came before it broke.</summary>
    public DownloadOptions Options { get; set; } = new() { Lanes = 1, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };

    /// <summary>As a worker that has just started.</summary>
    /// <param name="cache">A folder of bundles that is read first.</param>
    public BundleStore Store(FolderSource? cache = null) => new(new(_data, Limits), Options, Clock, _logging.CreateLogger<BundleStore>(), cache);

    public string PathOf(string name) => Path.Combine(_data.Path, "bundles", name);

    /// <param name="chunkBytes">0 for a manifest without hashes of chunks.</param>
    public static BundleManifest Manifest(byte[] content, int chunkBytes = 0, string id = "small", int version = 1, long? bytes = null, string sources = "")
    {
        var chunks = chunkBytes == 0 ? "" : $""", "chunkSha256": "{Convert.ToBase64String(content.Chunk(chunkBytes).SelectMany(SHA256.HashData).ToArray())}" """;
        return Parse($$"""
            { "id": "{{id}}", "version": {{version}}, "chunkBytes": {{chunkBytes}}, "sources": [{{sources}}], "files": [
              { "path": "unet/model.onnx", "bytes": "{{bytes ?? content.Length}}", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(content))}}"{{chunks}} }] }
            """);
    }

    public void Dispose()
    {
        _logging.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    private static BundleManifest Parse(string text) => BundleManifest.Parse(text) is (var manifest, var problem) && manifest is not null ? manifest : throw new InvalidOperationException(problem);
}

/// <summary>The system's clock, turned on by hand.</summary>
internal sealed class TurnedClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Turn(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
