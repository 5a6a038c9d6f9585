using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Bundles;

/// <summary>
/// Where bundles lie: a whole one in the folder of its id, one that is not whole beside it. A folder changes from one to the other by a rename, so a crash leaves nothing that
/// looks whole and is not. The time of the manifest's file is when the bundle was last used. Safe to call from any thread.
/// </summary>
internal sealed class BundleFolders(DataFolder data, DiskLimits limits)
{
    public const string DraftEnding = ".part"; // no id can end with it

    /// <summary>Guards the folders: one that is being read cannot be renamed on every system.</summary>
    private readonly Lock _renaming = new();

    private string Root => data.PathOf("bundles");

    /// <summary>Bytes free on the disk; unknown counts as all there is.</summary>
    public long Free
    {
        get
        {
            try
            {
                return new DriveInfo(Directory.CreateDirectory(Root).FullName).AvailableFreeSpace;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return long.MaxValue;
            }
        }
    }

    /// <summary>What lies on the disk, the last used first; nothing while something there comes or goes.</summary>
    public IReadOnlyList<KeptBundle> All
    {
        get
        {
            try
            {
                return [.. Kept().OrderByDescending(bundle => bundle.LastUse)];
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    public string Of(BundleManifest manifest) => Path.Combine(Root, manifest.Id);

    public string DraftOf(BundleManifest manifest) => Of(manifest) + DraftEnding;

    /// <summary>Whether every file of this very manifest is there in its size.</summary>
    public bool IsWhole(BundleManifest manifest)
    {
        var kept = Path.Combine(Of(manifest), BundleManifest.FileName);
        lock (_renaming)
            return File.Exists(kept) && File.ReadAllText(kept) == manifest.Text && manifest.Files.All(file => LengthOf(file.PathIn(Of(manifest))) == file.Bytes);
    }

    /// <summary>Makes what lies there of this bundle, or of another version of it, a draft.</summary>
    public void Withdraw(BundleManifest manifest)
    {
        var (folder, draft) = (Of(manifest), DraftOf(manifest));
        lock (_renaming)
        {
            if (!Directory.Exists(folder))
                return;
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
            Directory.Move(folder, draft);
            File.Delete(Path.Combine(draft, BundleManifest.FileName));
        }
    }

    /// <summary>Makes a draft whose hashes are right the bundle; what its manifest does not name goes.</summary>
    public void Publish(BundleManifest manifest)
    {
        var draft = DraftOf(manifest);
        var named = manifest.Files.Select(file => Path.GetFullPath(file.PathIn(draft))).ToHashSet(StringComparer.Ordinal);
        foreach (var stranger in Directory.EnumerateFiles(draft, "*", SearchOption.AllDirectories).Where(path => !named.Contains(Path.GetFullPath(path))).ToList())
            File.Delete(stranger);
        File.WriteAllText(Path.Combine(draft, BundleManifest.FileName), manifest.Text);
        lock (_renaming)
            Directory.Move(draft, Of(manifest));
    }

    public void MarkUsed(BundleManifest manifest, DateTimeOffset now)
    {
        lock (_renaming)
            File.SetLastWriteTimeUtc(Path.Combine(Of(manifest), BundleManifest.FileName), now.UtcDateTime);
    }

    /// <summary>What to delete for it to fit, as <see cref="DiskPolicy.Evict"/> says.</summary>
    public IReadOnlyList<KeptBundle>? Evict(BundleManifest manifest, DateTimeOffset now) =>
        DiskPolicy.Evict(manifest.Bytes, MissingBytes(manifest), Others(manifest), Free, limits, now);

    /// <exception cref="BundleDiskException">Less is free than is to be left to others.</exception>
    public void CheckFloor()
    {
        if (Free < limits.FloorBytes)
            throw new BundleDiskException($"{Free / 1e9:0.0} GB are free, and {limits.FloorBytes / 1e9:0.0} GB are left to others.");
    }

    /// <summary>One line: how much room a bundle lacks.</summary>
    public string Lacking(BundleManifest manifest) =>
        $"Bundle {manifest.Id} needs {MissingBytes(manifest) / 1e9:0.0} GB more on the disk of {Root}; {Free / 1e9:0.0} GB are free, of which {limits.FloorBytes / 1e9:0.0} GB are left to others"
        + (limits.MaxBytes is { } most ? $", and bundles may take {most / 1e9:0.0} GB. Free some, raise --disk-limit, or move the worker with --data." : ". Free some, or move the worker with --data.");

    /// <summary>About: what is there of a draft that nobody has looked at counts as right.</summary>
    private long MissingBytes(BundleManifest manifest)
    {
        var folder = Directory.Exists(Of(manifest)) ? Of(manifest) : DraftOf(manifest);
        var arrivals = Path.Combine(folder, BundleDraft.ArrivalsName);
        if (LengthOf(arrivals) == manifest.Chunks.Count * sizeof(long) && manifest.Chunks.Count > 0)
            return Arrivals.MissingBytes(arrivals, manifest.Chunks);
        return manifest.Files.Sum(file => file.Bytes - Math.Min(file.Bytes, LengthOf(file.PathIn(folder)) ?? 0));
    }

    private List<KeptBundle> Others(BundleManifest manifest) => Kept().Where(bundle => bundle.Folder != Path.GetFullPath(Of(manifest)) && bundle.Folder != Path.GetFullPath(DraftOf(manifest))).ToList();

    private IEnumerable<KeptBundle> Kept() => Directory.CreateDirectory(Root).EnumerateDirectories()
        .Select(folder => new KeptBundle(folder.FullName, folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), LastUse(folder)));

    private static DateTimeOffset LastUse(DirectoryInfo folder) =>
        new FileInfo(Path.Combine(folder.FullName, BundleManifest.FileName)) is { Exists: true } manifest ? manifest.LastWriteTimeUtc : folder.LastWriteTimeUtc;

    private static long? LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;
}
