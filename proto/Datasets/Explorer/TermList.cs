namespace LaionGrid.Datasets.Explorer;

/// <summary>The terms that are counted in every data set, out of terms.txt.</summary>
internal static class TermList
{
    public static IReadOnlyList<(string Kind, string Term)> All { get; } = [.. Read()];

    private static IEnumerable<(string Kind, string Term)> Read()
    {
        using var file = typeof(TermList).Assembly.GetManifestResourceStream("terms.txt") ?? throw new InvalidOperationException("terms.txt is not in the assembly.");
        using var reader = new StreamReader(file);
        var kind = "";
        while (reader.ReadLine() is { } line)
        {
            if (line is ['[', .. var name, ']'])
                kind = name;
            else if (line.Length > 0 && line[0] != '#')
                yield return (kind, line);
        }
    }
}
