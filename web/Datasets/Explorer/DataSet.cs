using System.Globalization;
using LaionGrid.Web.Datasets.Explorer.Images;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>One explorer.sqlite, opened read-only, and what it says of itself.</summary>
public sealed class DataSet
{
    /// <summary>Of the files that this site can read.</summary>
    private const string Schema = "1";

    private readonly string _connection;
    private readonly IReadOnlyDictionary<string, string> _about;

    private DataSet(string path, IReadOnlyDictionary<string, string> about)
    {
        (Path, _about) = (path, about);
        _connection = ConnectionTo(path, pooling: true);
    }

    public string Path { get; }

    /// <summary>For how many of the pictures that are gone it was looked through: none of these is in it.</summary>
    internal int LeftOut { get; set; }

    /// <summary>What lists of it are narrowed, sorted and counted by.</summary>
    internal NarrowColumns Columns { get; } = new();

    /// <summary>Of its file; names it in addresses.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Title => _about.GetValueOrDefault("title", Name);

    public string License => _about.GetValueOrDefault("license", "");

    /// <summary>Whether its uids are pictures of this grid.</summary>
    public bool IsOurs => _about.GetValueOrDefault("kind") == "release";

    public long Images => Number("images");

    public long Prompts => Number("prompts");

    public long Scored => Number("scored");

    public long Rated => Number("rated");

    public long Embedded => Number("embedded");

    /// <exception cref="InvalidDataException">It is of another schema.</exception>
    /// <exception cref="SqliteException">It is no database, or has no such tables.</exception>
    public static DataSet Read(string path)
    {
        using var connection = new SqliteConnection(ConnectionTo(path, pooling: false));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM meta";
        using var reader = command.ExecuteReader();
        var about = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
            about[reader.GetString(0)] = reader.GetString(1);
        return about.GetValueOrDefault("schema_version") is Schema
            ? new DataSet(path, about)
            : throw new InvalidDataException($"it is of schema {about.GetValueOrDefault("schema_version", "none")}, and this site reads {Schema}. Build it with a program of the same version.");
    }

    /// <summary>A connection that can read and nothing else. Dispose of it soon.</summary>
    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only = ON; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -16384";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>A connection of its own, for a query that is not ours.</summary>
    internal SqliteConnection OpenApart()
    {
        var connection = new SqliteConnection(ConnectionTo(Path, pooling: false));
        connection.Open();
        return connection;
    }

    /// <summary>Lets go of the file, which was replaced.</summary>
    internal void Forget()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }

    private long Number(string key) => long.TryParse(_about.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string ConnectionTo(string path, bool pooling) => new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = pooling }.ToString();
}
