using LaionGrid.Worker.Files;
using System.Text;

namespace LaionGrid.Worker.Settings;

/// <summary>
/// The owner's worker.conf in the data folder: "name = value" a line, each name that of an option without its dashes; lines that begin with # are for people. It may
/// hold a key, and is written so that its owner alone can read it.
/// </summary>
internal sealed class SettingsFile
{
    public const string Name = "worker.conf";

    private const string Key = "key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, (string Value, int Line)> _lines = new(StringComparer.Ordinal);

    private SettingsFile(string path) => Path = path;

    /// <summary>Without a line.</summary>
    public static SettingsFile Empty { get; } = new("");

    public string Path { get; }

    public int Count => _lines.Count;

    public static string PathIn(string folder) => System.IO.Path.Combine(folder, Name);

    /// <summary>Empty when the file is not there; otherwise, or in one line what is wrong with it. Whether its names and values mean anything is not looked at.</summary>
    public static (SettingsFile? File, string Problem) Read(string folder)
    {
        var file = new SettingsFile(PathIn(folder));
        try
        {
            var problem = File.Exists(file.Path) ? file.Take(File.ReadAllLines(file.Path)) ?? file.FindOpenKey() : null;
            return problem is null ? (file, "") : (null, problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file.Path} cannot be read: {error.Message} It has to belong to the user that the worker runs as.");
        }
    }

    /// <summary>Replaces the file whole; a crash leaves the old one or the new one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string folder, string text) => WholeFile.WriteForOwner(PathIn(folder), Encoding.UTF8.GetBytes(text));

    /// <summary>Null when the file does not have it.</summary>
    public Given? Find(string name) => _lines.TryGetValue(name, out var found) ? new(found.Value, $"{Path}, line {found.Line}: {name}") : null;

    /// <summary>Devices that a setting is given for by itself, as in "max-temperature.cuda:1 = 75".</summary>
    public IEnumerable<string> Devices => _lines.Keys.Where(name => name.Contains('.')).Select(name => name.Split('.', 2)[1]).Distinct();

    /// <summary>Null when every name is known; otherwise in one line which is not.</summary>
    /// <param name="ofDevices">Those that may be given for one device.</param>
    public string? FindStranger(IReadOnlyCollection<string> known, IReadOnlyCollection<string> ofDevices)
    {
        if (_lines.Keys.Except(known).FirstOrDefault(name => name.Split('.', 2) is not [var setting, { Length: > 0 }] || !ofDevices.Contains(setting)) is not { } stranger)
            return null;
        var advice = NearestName.Of(stranger, known) is { } near ? $"Is {near} meant?" : $"There are {string.Join(", ", known.Order(StringComparer.Ordinal))}.";
        return $"{Path}, line {_lines[stranger].Line}: {stranger} is no setting. {advice}";
    }

    private string? Take(string[] lines)
    {
        for (var line = 1; line <= lines.Length; line++)
        {
            if (SettingsText.Split(lines[line - 1]) is not { } parts)
                continue;
            if (parts.Value is null)
                return $"{Path}, line {line}: \"{parts.Name}\" is not of the form name = value.";
            if (!_lines.TryAdd(parts.Name, (parts.Value, line)))
                return $"{Path}, line {line}: {parts.Name} stands on line {_lines[parts.Name].Line} already. Delete one.";
        }
        return null;
    }

    private string? FindOpenKey() =>
        !OperatingSystem.IsWindows() && _lines.TryGetValue(Key, out var key) && (File.GetUnixFileMode(Path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0
            ? $"{Path}, line {key.Line}: {Key} can be read by other users. Make the file yours alone: chmod 600 {Path}"
            : null;
}
