using System.CommandLine;

namespace LaionGrid.Worker.Settings;

/// <summary>A setting's text, trimmed.</summary>
/// <param name="Where">Where it stands, for people: an option, a variable, or a line of the file.</param>
internal readonly record struct Given(string Text, string Where);

/// <summary>
/// What the owner gave: on the command line, else by environment, else in the file, else the default. Remembers the first value that means nothing, so that all can
/// be read in one go.
/// </summary>
internal sealed class GivenSettings(ParseResult result, SettingsFile file)
{
    /// <summary>In one line what is wrong and where; null while nothing is.</summary>
    public string? Problem { get; private set; }

    public void Refuse(string problem) => Problem ??= problem;

    /// <summary>Its text, empty when it was not given and has no default.</summary>
    public Given Of(Option<string?> option) => IsGiven(option) ? new(Setting.Text(result, option), option.Name) : Below(option) ?? new(Setting.Text(result, option), option.Name);

    /// <summary>What the file says of one device alone; null when it says nothing.</summary>
    public Given? OfDevice(Option option, string device) => file.Find($"{option.Name[2..]}.{device}");

    /// <summary>That something is said of alone.</summary>
    public IEnumerable<string> Devices => file.Devices;

    public bool IsOn(Option<bool> option)
    {
        if (IsGiven(option) || Below(option) is not { } given)
            return result.GetValue(option);
        if (Setting.YesOrNo(given.Text) is { } on)
            return on;
        Refuse($"{given.Where}: \"{given.Text}\" is not yes or no.");
        return false;
    }

    /// <summary>What was given above the file, as the file would have it.</summary>
    public IEnumerable<(string Name, string Text)> AboveFile(IEnumerable<Option> options) =>
        from option in options
        let text = IsGiven(option) ? TextOf(option) : ByEnvironment(option)
        where text is not null
        select (option.Name[2..], text);

    /// <summary>Nobody gave it.</summary>
    public bool IsDefault(Option option) => !IsGiven(option) && Below(option) is null;

    private string TextOf(Option option) => option is Option<string?> named ? Setting.Text(result, named) : result.GetValue((Option<bool>)option) ? "yes" : "no";

    private bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };

    private Given? Below(Option option) => ByEnvironment(option) is { } text ? new(text, Setting.VariableOf(option.Name)) : file.Find(option.Name[2..]);

    private static string? ByEnvironment(Option option) => Environment.GetEnvironmentVariable(Setting.VariableOf(option.Name))?.Trim() is { Length: > 0 } text ? text : null;
}
