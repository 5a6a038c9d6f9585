namespace LaionGrid.Worker.Settings;

/// <summary>The grammar of worker.conf, and how it is written anew without losing what people wrote.</summary>
internal static class SettingsText
{
    /// <summary>Null for a line that is empty or for people; without a value when it is not of the form name = value, and then the name is all of it.</summary>
    public static (string Name, string? Value)? Split(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
            return null;
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts.Length < 2 ? (text, null) : (parts[0], parts[1]);
    }

    /// <summary>The text with these settings: where they stood, else at the end. One without a value goes; all other lines stay.</summary>
    public static string With(string text, IReadOnlyDictionary<string, string?> settings)
    {
        var (lines, left) = (new List<string>(), new Dictionary<string, string?>(settings));
        foreach (var line in text.Length == 0 ? [] : text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (Split(line) is not { } parts || !settings.TryGetValue(parts.Name, out var value))
                lines.Add(line);
            else if (left.Remove(parts.Name) && value is not null)
                lines.Add($"{parts.Name} = {value}");
        }
        lines.AddRange(left.Where(one => one.Value is not null).Select(one => $"{one.Key} = {one.Value}"));
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
