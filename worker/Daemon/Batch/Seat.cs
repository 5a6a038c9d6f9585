using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Batch;

/// <summary>
/// One machine of the grid as a cluster has it: an identity with what it has earned in trust, kept in a folder that all nodes see, held by one task at a time and taken up
/// again by later jobs. A lock holds it where the file system's locks reach over nodes; a mark that is renewed holds it where they do not, as on some Lustre mounts.
/// </summary>
internal sealed class Seat : IDisposable
{
    private const string Mark = "held";

    /// <summary>A mark this old is of a task that died. By the file server's clock alone, for those of nodes differ.</summary>
    public static readonly TimeSpan MarkLasts = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    private readonly string _holder;
    private readonly ITimer _renewing;

    private Seat(DataFolder folder, int number, string holder, TimeProvider time)
    {
        (Folder, Number, _holder) = (folder, number, holder);
        _renewing = time.CreateTimer(_ => Renew(), null, RenewEvery, RenewEvery);
    }

    public DataFolder Folder { get; }

    public int Number { get; }

    /// <summary>The first seat that nobody holds, or in one line why there is none.</summary>
    /// <param name="pool">Seats of one kind of machine; trust does not carry over to another.</param>
    /// <param name="most">Seats that the pool may have.</param>
    /// <param name="holder">For whoever looks: node and job.</param>
    public static (Seat? Seat, string? Problem) Take(string pool, int most, string holder, TimeProvider time)
    {
        for (var number = 0; number < most; number++)
        {
            var (folder, problem) = DataFolder.Take(Path.Combine(pool, $"{number:000}"));
            if (folder is null && !File.Exists(Path.Combine(pool, $"{number:000}", "lock")))
                return (null, problem);
            if (folder is null)
                continue;
            if (HasNoLocks(folder))
                return (null, $"{pool} lies on a file system without file locks (Lustre needs the mount option flock). Choose another folder with --identities.");
            if (TryMark(folder, holder))
                return (new(folder, number, holder, time), null);
            folder.Dispose();
        }
        return (null, $"All {most} identities in {pool} are in use. Run fewer tasks at once, or allow more with --most-identities.");
    }

    public void Dispose()
    {
        _renewing.Dispose();
        File.Delete(Folder.PathOf(Mark));
        Folder.Dispose();
    }

    /// <summary>The folder is locked by us: whoever can lock it once more shows that locks do nothing here.</summary>
    private static bool HasNoLocks(DataFolder held)
    {
        using var second = DataFolder.Take(held.Path).Folder;
        if (second is not null)
            held.Dispose();
        return second is not null;
    }

    private static bool TryMark(DataFolder folder, string holder)
    {
        var mark = folder.PathOf(Mark);
        try
        {
            if (File.Exists(mark) && Age(folder, mark) >= MarkLasts)
                File.Delete(mark);
            using var file = new StreamWriter(new FileStream(mark, FileMode.CreateNew)); // of two nodes at once only one makes it
            file.Write(holder);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static TimeSpan Age(DataFolder folder, string mark)
    {
        var clock = folder.PathOf("clock");
        File.WriteAllText(clock, "");
        return File.GetLastWriteTimeUtc(clock) - File.GetLastWriteTimeUtc(mark);
    }

    private void Renew()
    {
        try
        {
            File.WriteAllText(Folder.PathOf(Mark), _holder); // written, not touched: the server's clock sets the time
        }
        catch (IOException)
        {
            // The file server is away; the lock holds, and the next time comes in a minute.
        }
    }
}
