using LaionGrid.Datasets.Explorer;
using LaionGrid.Web.Datasets.Explorer;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>
/// Takes what is gone out of the explorer's files of releases. A file that is shown never changes: a copy without the pictures takes its place by a rename, so pages, exports and anybody's SQL lose them at one instant. One of which no
/// such copy can be made is not shown any more.
/// </summary>
internal sealed partial class LeaveOutGone(DataShelf shelf, GonePictures gone, ILogger<LeaveOutGone> logger)
{
    /// <returns>Whether any file is another now.</returns>
    public bool FromAll()
    {
        var changed = false;
        foreach (var set in shelf.All.Where(set => set.IsOurs))
            changed |= From(set);
        return changed;
    }

    /// <summary>From a file that nobody sees yet.</summary>
    public void From(string path)
    {
        if (ExplorerRemoval.Held(path, gone.All) is { Count: > 0 } held)
            ExplorerRemoval.Remove(path, held);
    }

    private bool From(DataSet set)
    {
        var all = gone.All;
        try
        {
            var held = ExplorerRemoval.Held(set.Path, all.Skip(set.LeftOut));
            if (held.Count > 0)
                Replace(set, held);
            else
                set.LeftOut = all.Count;
            return held.Count > 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            LogNotLeftOut(set.Path, error.Message);
            set.Forget();
            File.Delete(set.Path);
            return true;
        }
    }

    private static void Replace(DataSet set, IReadOnlyList<string> held)
    {
        var part = $"{set.Path}.part";
        File.Copy(set.Path, part, overwrite: true);
        ExplorerRemoval.Remove(part, held);
        File.Move(part, set.Path, overwrite: true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Pictures that are gone could not be taken out of {Path}, so the file is not shown any more; it is fetched anew. Is there room on the disk? {Reason}")]
    private partial void LogNotLeftOut(string path, string reason);
}
