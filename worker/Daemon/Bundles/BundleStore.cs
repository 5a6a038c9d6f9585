using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Bundles;

/// <summary>
/// The bundles on this machine. A file appears under its name only when its hash is right, and the manifest comes last, so a
/// crash leaves nothing that looks whole. For one caller at a time, but for <see cref="IsOnDisk"/>, which any thread may call.
/// </summary>
internal sealed partial class BundleStore(DataFolder data, ILogger<BundleStore> logger)
{
    private const long SpareBytes = 64 * 1024 * 1024;
    private const int MaxTries = 3;

    /// <summary>Guards the manifest's file: one that is being read cannot be replaced on every system.</summary>
    private readonly Lock _manifestFile = new();

    /// <summary>Manifests whose files were hashed since this start.</summary>
    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);

    /// <summary>A bundle is on disk that was not.</summary>
    public event Action? Came;

    public string FolderOf(BundleManifest manifest) => Path.Combine(data.PathOf("bundles"), manifest.Id);

    /// <summary>
    /// Whether every file of this very manifest is there in its size. Their hashes were right when they came; they are checked
    /// again at the first use after a start.
    /// </summary>
    public bool IsOnDisk(BundleManifest manifest)
    {
        var kept = Path.Combine(FolderOf(manifest), BundleManifest.FileName);
        lock (_manifestFile)
            return File.Exists(kept) && File.ReadAllText(kept) == manifest.Text && Missing(manifest).Count == 0;
    }

    /// <summary>Makes the bundle ready: downloads what is missing and checks every hash once a start.</summary>
    public async Task<BundleOutcome> PrepareAsync(BundleManifest manifest, FetchFile fetch, CancellationToken cancellationToken)
    {
        try
        {
            var wasOnDisk = IsOnDisk(manifest);
            if (!(_checked.Contains(manifest.Text) && wasOnDisk) && await CompleteAsync(manifest, fetch, cancellationToken) is { } problem)
                return new BundleOutcome.Unusable(problem);
            _checked.Add(manifest.Text);
            if (!wasOnDisk)
                Came?.Invoke();
            return new BundleOutcome.Ready(FolderOf(manifest));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new BundleOutcome.Unusable($"Bundle {manifest.Id} cannot be stored: {error.Message}");
        }
    }

    private async Task<string?> CompleteAsync(BundleManifest manifest, FetchFile fetch, CancellationToken cancellationToken)
    {
        await DropSpoiltAsync(manifest, cancellationToken);
        var missing = Missing(manifest);
        if (missing.Count > 0 && NoRoom(manifest, missing) is { } noRoom)
            return noRoom;
        var megabytes = missing.Sum(file => file.Bytes / 1e6);
        if (missing.Count > 0)
            LogFetching(manifest.Id, missing.Count, megabytes);
        foreach (var file in missing)
        {
            if (await FetchAsync(manifest, file, fetch, cancellationToken) is { } problem)
                return problem;
        }
        await WriteManifestAsync(manifest, cancellationToken);
        return null;
    }

    private List<BundleFile> Missing(BundleManifest manifest) =>
        manifest.Files.Where(file => new FileInfo(file.PathIn(FolderOf(manifest))) is not { Exists: true } found || found.Length != file.Bytes).ToList();

    private async Task DropSpoiltAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files.Except(Missing(manifest)))
        {
            var path = file.PathIn(FolderOf(manifest));
            if (await BundleHash.OfAsync(path, cancellationToken) == file.Sha256)
                continue;
            LogSpoilt(manifest.Id, file.Path);
            File.Delete(path);
        }
    }

    private string? NoRoom(BundleManifest manifest, List<BundleFile> missing)
    {
        var folder = Directory.CreateDirectory(FolderOf(manifest)).FullName;
        var there = missing.Sum(file => new FileInfo(PartOf(manifest, file)) is { Exists: true } part ? part.Length : 0);
        var (needed, free) = (missing.Sum(file => (double)file.Bytes) - there + SpareBytes, new DriveInfo(folder).AvailableFreeSpace);
        return needed <= free ? null
            : $"Bundle {manifest.Id} needs {needed / 1e9:0.0} GB on the disk of {folder}, and {free / 1e9:0.0} GB are free. Free some, or move the worker with --data.";
    }

    private async Task<string?> FetchAsync(BundleManifest manifest, BundleFile file, FetchFile fetch, CancellationToken cancellationToken)
    {
        var (path, part) = (file.PathIn(FolderOf(manifest)), PartOf(manifest, file));
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? FolderOf(manifest));
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await FillAsync(part, file, fetch, cancellationToken) is { } problem)
                return $"{file.Path} of bundle {manifest.Id} could not be fetched: {problem}";
            if (await BundleHash.OfAsync(part, cancellationToken) == file.Sha256)
            {
                File.Move(part, path, overwrite: true);
                return null;
            }
            LogSpoilt(manifest.Id, file.Path);
            File.Delete(part);
        }
        return $"{file.Path} of bundle {manifest.Id} came {MaxTries} times with a wrong hash. The coordinator's files are damaged, or something on the way changes them.";
    }

    private static async Task<string?> FillAsync(string part, BundleFile file, FetchFile fetch, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (stream.Length > file.Bytes)
            stream.SetLength(0);
        var problem = stream.Length == file.Bytes ? null : await fetch(file.Sha256, file.Bytes, stream, cancellationToken);
        stream.Flush(flushToDisk: true);
        return problem;
    }

    private async Task WriteManifestAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(FolderOf(manifest)).FullName, BundleManifest.FileName);
        await File.WriteAllTextAsync(path + ".part", manifest.Text, cancellationToken);
        lock (_manifestFile)
            File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Named by its hash too: a part of an older version is never gone on with.</summary>
    private string PartOf(BundleManifest manifest, BundleFile file) => $"{file.PathIn(FolderOf(manifest))}.{file.Sha256[..8]}.part";

    [LoggerMessage(Level = LogLevel.Information, Message = "Downloading bundle {Bundle}: {Files} files, {Megabytes:0.0} MB.")]
    private partial void LogFetching(string bundle, int files, double megabytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} of bundle {Bundle} has a wrong hash; it is deleted and fetched anew.")]
    private partial void LogSpoilt(string bundle, string file);
}
