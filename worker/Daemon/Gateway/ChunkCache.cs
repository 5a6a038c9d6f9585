using System.Collections.Concurrent;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Gateway;

/// <summary>
/// Chunks of bundles on disk, each a file named by its hash. A chunk is fetched once, however many ask for it, and lies here only when its hash is right; a killed gateway
/// leaves none that is half. The longest unused go when room is needed. Safe to call from any thread.
/// </summary>
internal sealed partial class ChunkCache(DataFolder data, FetchChunk fetch, DiskLimits limits, TimeProvider time, ILogger<ChunkCache> logger)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _coming = new(StringComparer.Ordinal);

    /// <summary>Chunks that were right since this start.</summary>
    private readonly ConcurrentDictionary<string, bool> _checked = new(StringComparer.Ordinal);
    private readonly Lock _makingRoom = new();

    private string Folder => data.PathOf("chunks");

    /// <summary>Deletes what a gateway that was killed had begun to fetch.</summary>
    public void Open()
    {
        foreach (var part in Directory.CreateDirectory(Folder).EnumerateFiles("*.part"))
            part.Delete();
    }

    /// <summary>The chunk's file; otherwise why it is not here. It goes on coming when the caller does not wait for it.</summary>
    public async Task<(string? Path, string? Problem)> BringAsync(BundleManifest manifest, BundleChunk chunk, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, chunk.Sha256);
        if (_checked.ContainsKey(chunk.Sha256) && File.Exists(path))
        {
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime); // when it was last used
            return (path, null);
        }
        var coming = _coming.GetOrAdd(chunk.Sha256, _ => new(() => ComeAsync(manifest, chunk, path)));
        return await coming.Value.WaitAsync(cancellationToken) is { } problem ? (null, problem) : (path, null);
    }

    private async Task<string?> ComeAsync(BundleManifest manifest, BundleChunk chunk, string path)
    {
        try
        {
            if (!File.Exists(path) || await BundleHash.OfAsync(path, CancellationToken.None) != chunk.Sha256)
            {
                MakeRoom(chunk);
                if (await fetch.RunAsync(manifest, chunk, path) is { } problem)
                    return problem;
                var megabytes = chunk.Bytes / 1e6;
                LogFetched(chunk.File.Path, manifest.Id, megabytes);
            }
            _checked[chunk.Sha256] = true;
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BundleDiskException)
        {
            LogNotKept(chunk.File.Path, manifest.Id, error.Message);
            return $"The gateway cannot keep it: {error.Message}";
        }
        finally
        {
            _coming.TryRemove(chunk.Sha256, out _);
        }
    }

    /// <exception cref="BundleDiskException">There is none.</exception>
    private void MakeRoom(BundleChunk chunk)
    {
        lock (_makingRoom)
        {
            var kept = new DirectoryInfo(Folder).EnumerateFiles().Select(file => new KeptBundle(file.FullName, file.Length, file.LastWriteTimeUtc)).ToList();
            var evicted = DiskPolicy.Evict(chunk.Bytes, chunk.Bytes, kept, new DriveInfo(Folder).AvailableFreeSpace, limits, time.GetUtcNow())
                ?? throw new BundleDiskException($"Its disk, or what --disk-limit leaves of it, is full of chunks used within {limits.KeepFor.TotalHours:0} h.");
            foreach (var one in evicted)
            {
                _checked.TryRemove(Path.GetFileName(one.Folder), out _);
                File.Delete(one.Folder);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Fetched a chunk of {File} of bundle {Bundle}, {Megabytes:0.0} MB.")]
    private partial void LogFetched(string file, string bundle, double megabytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A chunk of {File} of bundle {Bundle} could not be kept: {Problem} Free some space, or raise --disk-limit.")]
    private partial void LogNotKept(string file, string bundle, string problem);
}
