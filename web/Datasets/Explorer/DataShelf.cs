using System.Collections.Concurrent;
using LaionGrid.Web.Site;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>
/// The data sets that lie in the site's folder, explorer/NAME.sqlite. A file is put there whole, by a rename, and never changed; one that is replaced is opened anew. One that cannot be read as a data
/// set is left out and told in the log once.
/// </summary>
internal sealed partial class DataShelf(IOptions<SiteOptions> site, ILogger<DataShelf> logger)
{
    private readonly ConcurrentDictionary<string, (DateTime Written, DataSet? Set)> _known = new(StringComparer.Ordinal);

    /// <summary>Where the files lie.</summary>
    public string Folder => site.Value.PathOf("explorer");

    /// <summary>By name.</summary>
    public IReadOnlyList<DataSet> All => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.sqlite").Order(StringComparer.Ordinal).Select(Open).OfType<DataSet>()]
        : [];

    /// <param name="name">Empty takes the first.</param>
    public DataSet? Find(string name) => All.FirstOrDefault(set => name.Length == 0 || set.Name == name);

    private DataSet? Open(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (_known.TryGetValue(path, out var known) && known.Written == written)
            return known.Set;
        known.Set?.Forget();
        var set = Read(path);
        _known[path] = (written, set);
        return set;
    }

    private DataSet? Read(string path)
    {
        try
        {
            return DataSet.Read(path);
        }
        catch (Exception error) when (error is SqliteException or InvalidDataException or IOException)
        {
            LogUnreadable(path, error.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 1, EventName = "DataSetUnreadable", Level = LogLevel.Error, Message = "The data set {Path} is not shown: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
