namespace LaionGrid.Worker.Idle;

/// <summary>The owner's rules.conf in the data folder: "name = value" a line; lines that begin with # are for people.</summary>
internal sealed class RulesFile
{
    public const string Name = "rules.conf";

    private readonly Dictionary<string, (string Value, int Line)> _lines = [];

    private RulesFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Empty when the file is not there; otherwise, or in one line what is wrong with it.</summary>
    public static (RulesFile? File, string Problem) Read(string folder)
    {
        var file = new RulesFile(System.IO.Path.Combine(folder, Name));
        try
        {
            var problem = File.Exists(file.Path) ? file.Take(File.ReadAllLines(file.Path)) : null;
            return problem is null ? (file, "") : (null, problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file.Path} cannot be read: {error.Message}");
        }
    }

    /// <summary>The value, and where it stands, for people; null when the file does not have it.</summary>
    public (string Value, string Where)? Find(string name) => _lines.TryGetValue(name, out var found) ? (found.Value, $"{Path}, line {found.Line}: {name}") : null;

    /// <summary>Devices that rules are given for, as in "max-temperature.cuda:1 = 75".</summary>
    public IEnumerable<string> Devices => _lines.Keys.Where(name => name.Contains('.')).Select(name => name.Split('.', 2)[1]).Distinct();

    private string? Take(string[] lines)
    {
        for (var line = 1; line <= lines.Length; line++)
        {
            var text = lines[line - 1].Trim();
            if (text.Length == 0 || text[0] == '#')
                continue;
            var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2)
                return $"{Path}, line {line}: \"{text}\" is not of the form name = value.";
            if (parts[0].EndsWith('.') || OwnerRule.All.All(rule => rule.Name != parts[0].Split('.', 2)[0]))
                return $"{Path}, line {line}: {parts[0]} is no rule. There are {string.Join(", ", OwnerRule.All.Select(rule => rule.Name))}.";
            if (!_lines.TryAdd(parts[0], (parts[1], line)))
                return $"{Path}, line {line}: {parts[0]} stands on line {_lines[parts[0]].Line} already. Delete one.";
        }
        return null;
    }
}
