using System.CommandLine;

namespace LaionGrid.Worker;

/// <summary>Settings that are an option or an environment variable.</summary>
internal static class Setting
{
    public static Option<string?> Of(string name, string valueName, string description, string? otherwise = null) => new(name)
    {
        HelpName = valueName,
        Description = $"{description} Environment: {VariableOf(name)}",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf(name)) is { Length: > 0 } text ? text : otherwise,
    };

    /// <summary>Empty when it was not given.</summary>
    public static string Text(ParseResult result, Option<string?> option) => result.GetValue(option)?.Trim() ?? "";

    public static string VariableOf(string option) => $"LAIONGRID_{option[2..].Replace('-', '_').ToUpperInvariant()}";
}
