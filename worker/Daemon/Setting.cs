using System.CommandLine;

namespace LaionGrid.Worker;

/// <summary>Settings that are an option, an environment variable, or a line of worker.conf.</summary>
internal static class Setting
{
    public static Option<string?> Of(string name, string valueName, string description, string? otherwise = null) => new(name)
    {
        HelpName = valueName,
        Description = $"{description} Environment: {VariableOf(name)}",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf(name)) is { Length: > 0 } text ? text : otherwise,
    };

    /// <summary>Off unless it is given. Only <see cref="Settings.GivenSettings"/> knows what the environment says.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = $"{description} Environment: {VariableOf(name)}=yes" };

    /// <summary>Empty when it was not given.</summary>
    public static string Text(ParseResult result, Option<string?> option) => result.GetValue(option)?.Trim() ?? "";

    public static string VariableOf(string option) => $"LAIONGRID_{option[2..].Replace('-', '_').ToUpperInvariant()}";

    /// <summary>Null when it is neither.</summary>
    public static bool? YesOrNo(string text) => text.ToLowerInvariant() switch { "yes" or "true" => true, "no" or "false" => false, _ => null };
}
