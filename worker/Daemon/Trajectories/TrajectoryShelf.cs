using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Trajectories;

/// <summary>
/// Trajectories of the last renders, on disk: an audit may ask for one after this process was killed and started again. Bounded in number,
/// bytes and age, the oldest go first. Safe to call from any thread.
/// </summary>
internal sealed partial class TrajectoryShelf
{
    private const int MostFiles = 64;
    private const long MostBytes = 512L * 1024 * 1024;
    private static readonly TimeSpan Keeps = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly DirectoryInfo _folder;
    private readonly TimeProvider _time;
    private readonly ILogger<TrajectoryShelf> _logger;

    public TrajectoryShelf(DataFolder data, TimeProvider time, ILogger<TrajectoryShelf> logger)
    {
        (_folder, _time, _logger) = (new(data.PathOf("trajectories")), time, logger);
    }

    /// <summary>Keeps one. When the disk does not take it the picture is delivered all the same, and lost if it is audited.</summary>
    /// <param name="lease">32 hexadecimal digits.</param>
    public void Put(string lease, ReadOnlySpan<byte> trajectory)
    {
        lock (_lock)
        {
            try
            {
                _folder.Create();
                MakeRoom(trajectory.Length);
                var path = PathOf(lease);
                File.WriteAllBytes(path + ".part", trajectory);
                File.Move(path + ".part", path, overwrite: true);
                File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNotKept(lease, error.Message);
            }
        }
    }

    /// <summary>Null when it is not here any more.</summary>
    public byte[]? Find(string lease)
    {
        lock (_lock)
        {
            try
            {
                return File.Exists(PathOf(lease)) ? File.ReadAllBytes(PathOf(lease)) : null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNotRead(lease, error.Message);
                return null;
            }
        }
    }

    /// <summary>Nobody will ask for it.</summary>
    public void Drop(string lease)
    {
        lock (_lock)
            TryDelete(new(PathOf(lease)));
    }

    private string PathOf(string lease) => Path.Combine(_folder.FullName, lease);

    private void MakeRoom(int bytes)
    {
        var tooOld = _time.GetUtcNow().UtcDateTime - Keeps;
        var files = _folder.EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        var (count, total) = (1, (long)bytes);
        foreach (var file in files)
        {
            (count, total) = (count + 1, total + file.Length);
            if (count > MostFiles || total > MostBytes || file.LastWriteTimeUtc < tooOld)
                TryDelete(file);
        }
    }

    private void TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(file.Name, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trajectory of lease {Lease} could not be kept: {Problem} If it is audited, its picture earns nothing. Free some space.")]
    private partial void LogNotKept(string lease, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trajectory of lease {Lease} could not be read: {Problem}")]
    private partial void LogNotRead(string lease, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The old trajectory {Name} could not be deleted: {Problem}")]
    private partial void LogNotDeleted(string name, string problem);
}
