using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>How many of a filter's pictures have each value of each facet. Of everything it was counted when the file was built; of a filter, all hits are looked at.</summary>
internal static class CountFacets
{
    private const int MostValues = 12;
    private static readonly HashSet<string> Coded = ["model", "sampler", "source", "lang", "domain"];

    /// <summary>By facet, the most frequent value first. A facet that no picture has a value of is left out.</summary>
    public static IReadOnlyList<Facet> Count(SqliteConnection connection, NarrowColumns columns, ImageFilter filter, ImageHits hits) =>
        [.. ImageFilter.Facets.Select(facet => new Facet(facet.Name, facet.Title, Values(connection, columns, filter, hits, facet.Name))).Where(facet => facet.Values.Count > 0)];

    private static List<FacetValue> Values(SqliteConnection connection, NarrowColumns columns, ImageFilter filter, ImageHits hits, string facet)
    {
        if (filter.IsEverything)
            return Known(connection, facet);
        if (Coded.Contains(facet))
            return Best(Tally(columns.Codes(connection, facet), hits.Ids), code => NameOf(connection, facet, code));
        var labels = columns.Labels(connection, facet);
        return Best(Tally(labels, hits.Ids), code => labels.Names[code]);
    }

    private static List<FacetValue> Known(SqliteConnection connection, string facet)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value, images FROM facet_values WHERE facet = @facet AND images > 0 ORDER BY images DESC, value LIMIT @most";
        command.Parameters.AddWithValue("@facet", facet);
        command.Parameters.AddWithValue("@most", MostValues);
        return Read(command);
    }

    /// <summary>How many have each code, at the code's place.</summary>
    private static int[] Tally(int[] codes, ReadOnlySpan<int> ids)
    {
        int[] tally = [0];
        foreach (var id in ids)
            if (codes[id] != NarrowColumns.None)
                Add(ref tally, codes[id]);
        return tally;
    }

    private static int[] Tally(LabelColumn labels, ReadOnlySpan<int> ids)
    {
        var tally = new int[labels.Names.Count];
        if (labels.Labels.Length == 0)
            return tally;
        foreach (var id in ids)
            foreach (var code in labels.Of(id))
                tally[code]++;
        return tally;
    }

    private static void Add(ref int[] tally, int code)
    {
        if (code >= tally.Length)
            Array.Resize(ref tally, Math.Max(code + 1, 2 * tally.Length));
        tally[code]++;
    }

    private static List<FacetValue> Best(int[] tally, Func<int, string> nameOf) =>
        [.. tally.Index().Where(pair => pair.Item > 0).OrderByDescending(pair => pair.Item).ThenBy(pair => pair.Index).Take(MostValues).Select(pair => new FacetValue(nameOf(pair.Index), pair.Item))];

    private static string NameOf(SqliteConnection connection, string facet, int code)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM facet_values WHERE facet = @facet AND code = @code";
        command.Parameters.AddWithValue("@facet", facet);
        command.Parameters.AddWithValue("@code", code);
        return (string)command.ExecuteScalar()!; // every code has a value
    }

    private static List<FacetValue> Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var values = new List<FacetValue>();
        while (reader.Read())
            values.Add(new(reader.GetString(0), reader.GetInt64(1)));
        return values;
    }
}

/// <summary>What pictures can be narrowed to.</summary>
/// <param name="Name">The address's parameter.</param>
public sealed record Facet(string Name, string Title, IReadOnlyList<FacetValue> Values);

/// <param name="Images">How many have it.</param>
public sealed record FacetValue(string Value, long Images);
