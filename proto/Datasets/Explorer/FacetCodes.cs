using Microsoft.Data.Sqlite;

namespace LaionGrid.Datasets.Explorer;

/// <summary>The values of one facet, numbered as they come, and how many pictures have each.</summary>
internal sealed class FacetCodes(string facet)
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<(string Value, long Images)> _values = [];

    public object? Of(string? value)
    {
        if (value is null)
            return null;
        if (!_codes.TryGetValue(value, out var code))
        {
            _codes[value] = code = _values.Count;
            _values.Add((value, 0));
        }
        _values[code] = (value, _values[code].Images + 1);
        return code;
    }

    public void Save(SqliteConnection connection)
    {
        using var insert = connection.Prepare("INSERT INTO facet_values (facet, code, value, images) VALUES (@facet, @code, @value, @images)", "@facet", "@code", "@value", "@images");
        insert.Parameters[0].Value = facet;
        for (var code = 0; code < _values.Count; code++)
        {
            (insert.Parameters[1].Value, insert.Parameters[2].Value, insert.Parameters[3].Value) = (code, _values[code].Value, _values[code].Images);
            insert.ExecuteNonQuery();
        }
    }
}
