using System.Collections.Concurrent;

namespace LaionGrid.Worker.Bundles;

/// <summary>The bundles on this machine. One is used only when the hash of each of its files was right since this start. Several devices may ask at once; one after the other is served, but for what lies ready.</summary>
internal sealed partial class BundleStore(BundleFolders folders, DownloadOptions options, TimeProvider time, ILogger<BundleStore> logger, FolderSource? cache = null) : IDisposable
{
    private const int MaxRepairs = 3;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    private volatile DownloadProgress? _download;

    /// <summary>Manifests whose files were hashed since this start.</summary>
    private readonly ConcurrentDictionary<string, bool> _checked = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _preparing = new(1);

    /// <summary>A bundle is on disk that was not.</summary>
    public event Action? Came;

    /// <summary>What is being downloaded; null when nothing is. Any thread may ask.</summary>
    public DownloadState? Download => _download?.Now;

    public string FolderOf(BundleManifest manifest) => folders.Of(manifest);

    /// <summary>
    /// Whether every file of this very manifest is there in its size. Their hashes were right when they came; they are checked
    /// again at the first use after a start. Any thread may call it.
    /// </summary>
    public bool IsOnDisk(BundleManifest manifest) => folders.IsWhole(manifest);

    /// <summary>Whether it is here, or there is room to fetch it. Any thread may call it.</summary>
    public bool CanHold(BundleManifest manifest)
    {
        try
        {
            return folders.IsWhole(manifest) || folders.Evict(manifest, time.GetUtcNow()) is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true; // folders that come and go, or are in the way: to prepare it says what is wrong
        }
    }

    /// <summary>One line: how much room a bundle lacks, and what to do.</summary>
    public string Lacking(BundleManifest manifest) => folders.Lacking(manifest);

    /// <summary>Has it hashed again before its next use: it could not be loaded.</summary>
    public void Doubt(BundleManifest manifest) => _checked.TryRemove(manifest.Text, out _);

    /// <summary>Makes the bundle ready: checks every hash once a start, and fetches what is missing or wrong.</summary>
    public async Task<BundleOutcome> PrepareAsync(BundleManifest manifest, IBundleSource coordinator, CancellationToken cancellationToken)
    {
        try
        {
            if (!IsReady(manifest) && await CheckOrFetchAsync(manifest, coordinator, cancellationToken) is { } problem)
                return problem;
            folders.MarkUsed(manifest, time.GetUtcNow());
            return new BundleOutcome.Ready(FolderOf(manifest));
        }
        catch (BundleDiskException error)
        {
            return new BundleOutcome.NoRoom($"{folders.Lacking(manifest)} ({error.Message})");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new BundleOutcome.Unusable($"Bundle {manifest.Id} cannot be stored: {error.Message}");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _preparing.Dispose();
    }

    private bool IsReady(BundleManifest manifest) => _checked.ContainsKey(manifest.Text) && IsOnDisk(manifest);

    /// <summary>Null when the bundle is ready. Whoever waited may find that another device has made it so.</summary>
    private async Task<BundleOutcome?> CheckOrFetchAsync(BundleManifest manifest, IBundleSource coordinator, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            var wasOnDisk = IsOnDisk(manifest);
            if (IsReady(manifest))
                return null;
            if (!(wasOnDisk && await IsRightAsync(manifest, cancellationToken)) && await CompleteAsync(manifest, coordinator, cancellationToken) is { } problem)
                return problem;
            _checked[manifest.Text] = true;
            if (!wasOnDisk)
                Came?.Invoke();
            return null;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task<bool> IsRightAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files)
        {
            if (await BundleHash.OfAsync(file.PathIn(FolderOf(manifest)), cancellationToken) == file.Sha256)
                continue;
            LogSpoilt(manifest.Id, file.Path);
            return false;
        }
        return true;
    }

    private async Task<BundleOutcome?> CompleteAsync(BundleManifest manifest, IBundleSource coordinator, CancellationToken cancellationToken)
    {
        folders.Withdraw(manifest);
        if (folders.Evict(manifest, time.GetUtcNow()) is not { } evicted)
            return new BundleOutcome.NoRoom(folders.Lacking(manifest));
        foreach (var bundle in evicted)
        {
            var (name, megabytes) = (Path.GetFileName(bundle.Folder), bundle.Bytes / 1e6);
            LogEvicted(name, megabytes, manifest.Id);
            Directory.Delete(bundle.Folder, recursive: true);
        }
        using (var draft = new BundleDraft(manifest, folders.DraftOf(manifest)))
        {
            try
            {
                if (await FillAsync(manifest, draft, coordinator, cancellationToken) is { } problem)
                    return new BundleOutcome.Unusable(problem);
            }
            finally
            {
                _download = null;
            }
        }
        folders.Publish(manifest);
        return null;
    }

    private async Task<string?> FillAsync(BundleManifest manifest, BundleDraft draft, IBundleSource coordinator, CancellationToken cancellationToken)
    {
        var mirrors = options.AsksMirrors ? manifest.Sources.Select(address => HttpSource.Of(_http, address)) : [];
        var sources = new SourcePool([.. new IBundleSource?[] { cache }.Concat(mirrors).OfType<IBundleSource>(), coordinator], options, time, logger);
        for (var repairs = 0; repairs < MaxRepairs; repairs++)
        {
            await draft.SettleAsync(cancellationToken);
            var (missing, megabytes) = (draft.MissingBytes / 1e6, manifest.Bytes / 1e6);
            if (missing > 0)
                LogFetching(manifest.Id, missing, megabytes);
            var progress = _download = new(manifest, draft.MissingBytes, time, logger);
            if (await new BundleDownload(manifest, draft, sources, folders, options, progress, time, logger).RunAsync(cancellationToken) is { } problem)
                return problem;
            if ((await draft.DoubtAsync(cancellationToken)).Count == 0)
                return null;
        }
        return $"Bundle {manifest.Id} has files whose chunks have the manifest's hashes while the whole has not. The manifest is wrong: it has to be written anew.";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Downloading bundle {Bundle}: {Missing:0.0} of {Megabytes:0.0} MB.")]
    private partial void LogFetching(string bundle, double missing, double megabytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted bundle {Bundle} ({Megabytes:0.0} MB), the longest unused, to make room for {Other}.")]
    private partial void LogEvicted(string bundle, double megabytes, string other);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} of bundle {Bundle} has a wrong hash; its wrong parts are fetched anew.")]
    private partial void LogSpoilt(string bundle, string file);
}
