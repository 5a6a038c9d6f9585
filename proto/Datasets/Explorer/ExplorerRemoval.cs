using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>
/// Takes pictures out of an explorer.sqlite that was built: their rows, words, labels and vectors, and their part in what is counted by facet, by prompt and in all. Ids of the others stay, so there are gaps. Terms and words that
/// meet stay as they were counted: they are sums over many pictures.
/// </summary>
public static class ExplorerRemoval
{
    private static readonly string[] Facets = ["model", "sampler", "source", "lang", "domain"];

    private const string Prepare = """
        CREATE TEMP TABLE gone AS SELECT id FROM images WHERE uid IN (SELECT value FROM json_each(@uids));
        CREATE TEMP TABLE asked AS SELECT DISTINCT prompt FROM images WHERE id IN (SELECT id FROM gone);
        CREATE TEMP TABLE touched AS SELECT p.rank, i.prompt FROM prompts p JOIN images i ON i.id = p.image WHERE i.prompt IN (SELECT prompt FROM asked);
        """;

    private const string Delete = """
        UPDATE facet_values SET images = images - g.gone FROM (SELECT kind, label, count(*) AS gone FROM labels WHERE id IN (SELECT id FROM gone) GROUP BY kind, label) g WHERE facet = g.kind AND value = g.label;
        INSERT INTO images_fts (images_fts, rowid, prompt, caption) SELECT 'delete', id, prompt, caption FROM images WHERE id IN (SELECT id FROM gone);
        DELETE FROM labels WHERE id IN (SELECT id FROM gone);
        DELETE FROM embeddings WHERE id IN (SELECT id FROM gone);
        DELETE FROM keys WHERE id IN (SELECT id FROM gone);
        DELETE FROM images WHERE id IN (SELECT id FROM gone);
        """;

    /// <summary>Ranks of prompts have no gaps: pages go by them.</summary>
    private const string Recount = """
        CREATE TEMP TABLE counted AS SELECT prompt, min(id) AS image, count(*) AS images, avg(score) AS score, avg(rating) AS rating FROM images WHERE prompt IN (SELECT prompt FROM asked) GROUP BY prompt;
        CREATE TEMP TABLE ranked AS SELECT image, images, score, rating FROM prompts WHERE rank NOT IN (SELECT rank FROM touched)
          UNION ALL SELECT c.image, c.images, c.score, c.rating FROM counted c WHERE c.images > 1 AND c.prompt IN (SELECT prompt FROM touched);
        DELETE FROM prompts;
        INSERT INTO prompts (image, images, score, rating) SELECT image, images, score, rating FROM ranked ORDER BY images DESC, image;
        UPDATE meta SET value = value - (SELECT count(*) FROM asked WHERE prompt NOT IN (SELECT prompt FROM counted)) WHERE key = 'prompts';
        UPDATE meta SET value = (SELECT count(*) FROM keys) WHERE key = 'images';
        UPDATE meta SET value = (SELECT count(score) FROM keys) WHERE key = 'scored';
        UPDATE meta SET value = (SELECT count(rating) FROM keys) WHERE key = 'rated';
        UPDATE meta SET value = (SELECT count(*) FROM embeddings) WHERE key = 'embedded';
        """;

    /// <summary>Which of these pictures the file holds. It is read and nothing else.</summary>
    public static IReadOnlyList<string> Held(string path, IEnumerable<string> uids)
    {
        using var connection = Open(path, SqliteOpenMode.ReadOnly);
        using var command = connection.Prepare("SELECT uid FROM images WHERE uid = @uid"); // unique index
        var held = new List<string>();
        foreach (var uid in uids)
        {
            command.Set("@uid", uid);
            if (command.ExecuteScalar() is string found)
                held.Add(found);
        }
        return held;
    }

    /// <summary>Changes the file in its place: nobody else may read it meanwhile, and what is cut off leaves no good file.</summary>
    public static void Remove(string path, IEnumerable<string> uids)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; BEGIN");
        connection.Execute(Prepare, ("@uids", JsonSerializer.Serialize(uids)));
        foreach (var facet in Facets)
            connection.Execute($"""
                UPDATE facet_values SET images = images - g.gone FROM (SELECT {facet} AS code, count(*) AS gone FROM keys WHERE id IN (SELECT id FROM gone) GROUP BY {facet}) g WHERE facet = '{facet}' AND facet_values.code = g.code
                """);
        connection.Execute(Delete);
        connection.Execute(Recount);
        connection.Execute("COMMIT");
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
