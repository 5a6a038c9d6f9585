namespace LaionGrid.Worker.Identity;

/// <summary>The worker's folder, held alone: the lock file stays open, so a killed worker leaves no lock behind.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Null when the folder is there, readable by its owner alone if it had to be made; otherwise in one line why not.</summary>
    public static string? Make(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path); // inherits the user's own folder, which others cannot read
            else
                Directory.CreateDirectory(path, OwnerOnly);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The data folder {path} cannot be made: {error.Message} Choose another with --data.";
        }
    }

    /// <summary>The folder, or in one line why not.</summary>
    public static (DataFolder? Folder, string? Problem) Take(string path)
    {
        if (Make(path) is { } problem)
            return (null, problem);
        try
        {
            return (new DataFolder(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)), null);
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

    /// <summary>Whether a worker holds the folder now. Changes nothing.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            var file = System.IO.Path.Combine(path, LockName);
            if (File.Exists(file))
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false; // another user's: nobody can tell
        }
    }

    public void Dispose() => _lock.Dispose();
}
