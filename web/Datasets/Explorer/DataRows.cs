namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>A table of whatever kind: what a page shows, and what its JSON and CSV hold.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">A value a column: text, a long, a double, bytes, or null.</param>
public sealed record DataRows(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>For the next page; null where this one ends the table.</summary>
    public string? Next { get; init; }

    /// <summary>Whether there was more than is shown, and no next page gives it.</summary>
    public bool IsCut { get; init; }

    /// <summary>An object a row, for JSON. Bytes become hexadecimal digits.</summary>
    public IEnumerable<Dictionary<string, object?>> Objects => Rows.Select(row =>
    {
        var one = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < Columns.Count; i++)
            one[Columns[i]] = row[i] is byte[] bytes ? Convert.ToHexStringLower(bytes) : row[i];
        return one;
    });
}
