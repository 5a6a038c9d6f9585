using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Tables;

/// <summary>Reads what was counted when the file was built: terms, prompts, words that meet, models.</summary>
internal static class ReadTables
{
    /// <summary>Rows of one page.</summary>
    public const int Size = 100;

    public static readonly IReadOnlyList<string> TermKinds = ["artist", "character", "style", "phrase", "word"];

    /// <summary>What terms are sorted by, as an address says it.</summary>
    public static readonly IReadOnlyDictionary<string, string> TermSorts = new Dictionary<string, string>
    {
        ["images"] = "images DESC", ["score"] = "score_with - score_without DESC", ["-score"] = "score_with - score_without", ["rating"] = "rating_with - rating_without DESC", ["-rating"] = "rating_with - rating_without",
    };

    /// <param name="kind">artist, character, style, phrase or word.</param>
    /// <param name="least">Terms that fewer pictures mention are left out: a mean over few says little.</param>
    public static DataRows Terms(SqliteConnection connection, string kind, string sort, long least, long from) => Read(connection, $"""
        SELECT term, images, round(score_with, 3) AS score_with, round(score_without, 3) AS score_without, round(score_with - score_without, 3) AS score_difference,
        round(rating_with, 3) AS rating_with, round(rating_without, 3) AS rating_without, rated
        FROM terms WHERE kind = @kind AND images >= @least ORDER BY {TermSorts.GetValueOrDefault(sort, TermSorts["images"])} NULLS LAST, term LIMIT @most OFFSET @from
        """, from, ("@kind", kind), ("@least", least));

    public static DataRows Prompts(SqliteConnection connection, long from) => Read(connection, """
        SELECT i.prompt, p.images, round(p.score, 3) AS score, round(p.rating, 3) AS rating, i.uid AS best FROM prompts p JOIN images i ON i.id = p.image WHERE p.rank > @from ORDER BY p.rank LIMIT @most
        """, from);

    /// <summary>Words that meet a word more than by chance.</summary>
    public static DataRows Pairs(SqliteConnection connection, string word) => Read(connection,
        "SELECT other AS word, images, round(npmi, 3) AS npmi FROM pairs WHERE word = @word AND @from = 0 ORDER BY npmi DESC, other LIMIT @most", 0, ("@word", word));

    public static DataRows Models(SqliteConnection connection, long from) => Read(connection, """
        SELECT term AS model, images, round(score_with, 3) AS score, round(rating_with, 3) AS rating, rated FROM terms WHERE kind = 'model' ORDER BY images DESC, term LIMIT @most OFFSET @from
        """, from);

    private static DataRows Read(SqliteConnection connection, string sql, long from, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, and an order out of the list above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@most", Size + 1);
        command.Parameters.AddWithValue("@from", from);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        using var reader = command.ExecuteReader();
        var rows = Rows(reader, Size + 1, long.MaxValue);
        return rows.Rows.Count > Size ? rows with { Rows = [.. rows.Rows.Take(Size)], Next = $"{from + Size}" } : rows;
    }

    /// <summary>What a query gives, up to so many rows and about so many bytes.</summary>
    public static DataRows Rows(SqliteDataReader reader, int most, long mostBytes)
    {
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var (rows, bytes, isCut) = (new List<object?[]>(), 0L, false);
        while (!isCut && reader.Read())
        {
            if (isCut = rows.Count == most || bytes > mostBytes)
                break;
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.GetValue(i) is var value and not DBNull ? value : null;
                bytes += row[i] switch { string text => 2 * text.Length, byte[] blob => blob.Length, _ => sizeof(long) };
            }
            rows.Add(row);
        }
        return new(columns, rows) { IsCut = isCut };
    }
}
