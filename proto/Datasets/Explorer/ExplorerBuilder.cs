using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>
/// Builds explorer.sqlite, which is at once the explorer's database and a download, from a stream of rows. The same rows in the same order give the same bytes with the same SQLite.
/// Memory holds some bytes a row, never the rows. Not thread-safe.
/// </summary>
/// <remarks>The file appears at its path whole, by <see cref="Finish"/>, or not at all: until then it is built in files beside it whose names end in ".part", which a later build takes away.</remarks>
public sealed class ExplorerBuilder : IDisposable
{
    private readonly string _path;
    private readonly ExplorerAbout _about;
    private readonly SqliteConnection _connection;
    private readonly RowStage _stage;
    private bool _isFinished;

    /// <param name="path">Where the file shall be. One that is there is replaced in the end.</param>
    /// <param name="about">Kept in the file.</param>
    public ExplorerBuilder(string path, ExplorerAbout about)
    {
        (_path, _about) = (path, about);
        DeleteParts();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = MainPart, Pooling = false }.ToString());
        _connection.Open();
        // What is cut off here is thrown away, so nothing has to reach the disk before the end.
        _connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE");
        _connection.Execute("ATTACH @path AS staging", ("@path", StagePart));
        _connection.Execute("PRAGMA staging.journal_mode = OFF; PRAGMA staging.synchronous = OFF; BEGIN");
        _stage = new RowStage(_connection);
    }

    private string MainPart => $"{_path}.part";

    private string StagePart => $"{_path}.rows.part";

    /// <summary>Rows so far.</summary>
    public long Count => _stage.Count;

    public void Add(ExplorerRow row) => _stage.Add(row);

    /// <summary>Orders and indexes everything, and moves the file to its path.</summary>
    /// <exception cref="InvalidDataException">Two rows have the same uid.</exception>
    public void Finish()
    {
        if (_isFinished)
            return;
        _connection.Execute(ExplorerSchema.Tables);
        _stage.MoveInOrder();
        CheckUids();
        _connection.Execute("INSERT INTO images_fts (images_fts) VALUES ('rebuild'); INSERT INTO images_fts (images_fts) VALUES ('optimize')");
        _connection.Execute(ExplorerSchema.Indexes);
        var prompts = CountPrompts();
        new TermCounts(_connection).Fill();
        Describe(prompts);
        _connection.Execute("COMMIT; DETACH staging; ANALYZE; PRAGMA journal_mode = DELETE");
        Close();
        _isFinished = true;
        File.Move(MainPart, _path, overwrite: true);
        DeleteParts();
    }

    public void Dispose()
    {
        Close();
        DeleteParts();
    }

    private void CheckUids()
    {
        if (_connection.Scalar("SELECT uid FROM images GROUP BY uid HAVING count(*) > 1 LIMIT 1") is string uid)
            throw new InvalidDataException($"Two rows have the uid \"{uid}\". A uid names one picture: give each row its own.");
    }

    private long CountPrompts()
    {
        const int MostRepeated = 10_000;
        _connection.Execute("CREATE TABLE staging.grouped AS SELECT min(id) AS image, count(*) AS images, avg(score) AS score, avg(rating) AS rating FROM images GROUP BY prompt");
        _connection.Execute(
            "INSERT INTO prompts (image, images, score, rating) SELECT image, images, score, rating FROM staging.grouped WHERE images > 1 ORDER BY images DESC, image LIMIT @most", ("@most", MostRepeated));
        return (long)_connection.Scalar("SELECT count(*) FROM staging.grouped")!; // count is never null
    }

    private void Describe(long prompts)
    {
        Put("schema_version", $"{ExplorerSchema.Version}");
        Put("name", _about.Name);
        Put("kind", _about.Kind);
        Put("title", _about.Title);
        Put("license", _about.License ?? "");
        Put("images", $"{Count}");
        Put("prompts", $"{prompts}");
        Put("rated", $"{_connection.Scalar("SELECT count(*) FROM keys WHERE rating IS NOT NULL")}");
        Put("scored", $"{_connection.Scalar("SELECT count(*) FROM keys WHERE score IS NOT NULL")}");
        Put("embedded", $"{_connection.Scalar("SELECT count(*) FROM embeddings")}");
    }

    private void Put(string key, string value) => _connection.Execute("INSERT INTO meta (key, value) VALUES (@key, @value)", ("@key", key), ("@value", value));

    private void Close()
    {
        _stage.Dispose();
        _connection.Dispose();
    }

    private void DeleteParts()
    {
        File.Delete(MainPart);
        File.Delete(StagePart);
    }
}
