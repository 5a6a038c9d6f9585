namespace LaionGrid.Worker.Settings;

/// <summary>What somebody probably meant who mistyped a name.</summary>
internal static class NearestName
{
    /// <summary>Null when none is near: at most a third of the letters, and never more than three, may have to change.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Select(one => (Name: one, Distance: Distance(name, one)))
        .Where(one => one.Distance <= Math.Min(3, Math.Max(1, name.Length / 3)))
        .OrderBy(one => one.Distance).ThenBy(one => one.Name, StringComparer.Ordinal)
        .Select(one => one.Name)
        .FirstOrDefault();

    /// <summary>Letters to insert, delete or replace (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
