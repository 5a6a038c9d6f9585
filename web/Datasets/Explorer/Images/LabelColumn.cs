using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>The labels of one kind on every picture, of which one may have many.</summary>
/// <param name="Starts">At a picture's id, where its labels begin in <paramref name="Labels"/>; they end where the next one's begin.</param>
/// <param name="Labels">Codes: places in <paramref name="Names"/>.</param>
internal sealed record LabelColumn(IReadOnlyList<string> Names, int[] Starts, int[] Labels)
{
    public ReadOnlySpan<int> Of(int id) => Labels.AsSpan(Starts[id]..Starts[id + 1]);

    public static LabelColumn Read(SqliteConnection connection, string kind, int mostId)
    {
        var names = NamesOf(connection, kind);
        List<int>[] pictures = [.. names.Select(name => PicturesWith(connection, kind, name))];
        var starts = new int[mostId + 2];
        foreach (var id in pictures.SelectMany(ids => ids))
            starts[id + 1]++;
        for (var id = 1; id < starts.Length; id++)
            starts[id] += starts[id - 1];
        var (labels, at) = (new int[starts[^1]], starts.ToArray());
        for (var code = 0; code < pictures.Length; code++)
            foreach (var id in pictures[code])
                labels[at[id]++] = code;
        return new(names, starts, labels);
    }

    /// <summary>Ids of the pictures that have a label, ascending.</summary>
    public static List<int> PicturesWith(SqliteConnection connection, string kind, string label)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM labels WHERE kind = @kind AND label = @label ORDER BY id";
        command.Parameters.AddWithValue("@kind", kind);
        command.Parameters.AddWithValue("@label", label);
        var ids = new List<int>();
        WholeNumbers.Each(command, row => ids.Add(row.Int(0)));
        return ids;
    }

    private static List<string> NamesOf(SqliteConnection connection, string kind)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM facet_values WHERE facet = @kind ORDER BY value";
        command.Parameters.AddWithValue("@kind", kind);
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }
}
