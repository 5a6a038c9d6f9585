namespace LaionGrid.Worker.Identity;

/// <summary>The worker's folder, held alone: the lock file stays open, so a killed worker leaves no lock behind.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The folder, or in one line why not.</summary>
    public static (DataFolder? Folder, string? Problem) Take(string path)
    {
        try
        {
            Make(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"The data folder {path} cannot be made: {error.Message} Choose another with --data.");
        }
        try
        {
            return (new DataFolder(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)), null);
        }
        catch (IOException)
        {
            return (null, $"Another worker runs on {path}. Stop it first, or give this one a folder of its own with --data.");
        }
        catch (UnauthorizedAccessException error)
        {
            return (null, $"The data folder {path} is not writable: {error.Message} Choose another with --data.");
        }
    }

    /// <summary>A folder below it, made if it is not there; as private as this one.</summary>
    public string Below(params string[] names)
    {
        var path = System.IO.Path.Combine([Path, .. names]);
        Make(path);
        return path;
    }

    /// <summary>A folder below it with nothing in it, for what an earlier start may have left behind.</summary>
    public string Emptied(string name)
    {
        if (Directory.Exists(PathOf(name)))
            Directory.Delete(PathOf(name), recursive: true);
        return Below(name);
    }

    public void Dispose() => _lock.Dispose();

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path); // inherits the user's own folder, which others cannot read
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }
}
