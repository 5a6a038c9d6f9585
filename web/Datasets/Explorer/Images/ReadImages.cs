using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>Reads a data set's rows: a page of a filter, one, or all of a filter in turn.</summary>
internal static class ReadImages
{
    private const string Columns =
        "id, uid, prompt, negative_prompt, caption, url, score, rating, ratings, similarity, unsafe, watermark, created, width, height, steps, cfg, seed, model, sampler, source, lang, license";

    /// <summary>A page, and the token of the next one; null on the last.</summary>
    public static (IReadOnlyList<ImageView> Images, ImageToken? Next) Page(SqliteConnection connection, ImageHits hits, ImageToken? after, int size)
    {
        var ids = hits.Page(after, size + 1);
        return ([.. ByIds(connection, ids.Take(size))], ids.Count > size ? new(ids[size - 1]) : null);
    }

    public static ImageView? One(SqliteConnection connection, string uid)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM images WHERE uid = @uid";
        command.Parameters.AddWithValue("@uid", uid);
        return command.ExecuteScalar() is long id ? ByIds(connection, [(int)id]).Single() : null;
    }

    /// <summary>The picture of an id or, where there is none any more, the next one; null where none follows.</summary>
    public static ImageView? From(SqliteConnection connection, int id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM images WHERE id >= @id ORDER BY id LIMIT 1";
        command.Parameters.AddWithValue("@id", id);
        return command.ExecuteScalar() is long found ? ByIds(connection, [(int)found]).SingleOrDefault() : null;
    }

    /// <summary>In the order of the ids; those that are none are left out.</summary>
    public static IEnumerable<ImageView> ByIds(SqliteConnection connection, IEnumerable<int> ids)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM images WHERE id = @id";
        var id = command.Parameters.Add("@id", SqliteType.Integer);
        foreach (var one in ids)
        {
            id.Value = one;
            using var reader = command.ExecuteReader();
            if (reader.Read())
                yield return ViewOf(reader);
        }
    }

    private static ImageView ViewOf(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Uid = reader.GetString(1),
        Prompt = reader.GetString(2),
        NegativePrompt = Text(reader, 3),
        Caption = Text(reader, 4),
        Url = Text(reader, 5),
        Score = Real(reader, 6),
        Rating = Real(reader, 7),
        Ratings = Whole(reader, 8) ?? 0,
        Similarity = Real(reader, 9),
        Unsafe = Real(reader, 10),
        Watermark = Real(reader, 11),
        Created = Whole(reader, 12) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        Width = Whole(reader, 13),
        Height = Whole(reader, 14),
        Steps = Whole(reader, 15),
        Cfg = Real(reader, 16),
        Seed = Whole(reader, 17),
        Model = Text(reader, 18),
        Sampler = Text(reader, 19),
        Source = Text(reader, 20),
        Lang = Text(reader, 21),
        License = Text(reader, 22),
    };

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static double? Real(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    private static long? Whole(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
