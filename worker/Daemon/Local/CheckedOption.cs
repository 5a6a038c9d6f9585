using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace LaionGrid.Worker.Local;

/// <summary>Options whose values are checked as the command line is read, so that a wrong one is told before a model is loaded. Null when not given.</summary>
internal static class CheckedOption
{
    /// <param name="description">What it says; the bounds, which count as within, are put behind it.</param>
    public static Option<T?> Number<T>(string name, string valueName, string description, T least, T most) where T : struct, INumber<T>
    {
        var bounds = string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        return Of<T>(
            name, valueName, $"{description}, {bounds}.", $"a {(least is int or long ? "whole number" : "number")} {bounds}",
            text => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null);
    }

    /// <param name="description">What it chooses; the names are listed behind it.</param>
    public static Option<T?> Choice<T>(string name, string description, IReadOnlyDictionary<string, T> values) where T : struct => Of<T>(
        name, "NAME", $"{description}: {string.Join(", ", values.Keys)}.", $"one of {string.Join(", ", values.Keys)}", text => values.TryGetValue(text, out var value) ? value : null);

    private static Option<T?> Of<T>(string name, string valueName, string description, string expected, Func<string, T?> parse) where T : struct => new(name)
    {
        HelpName = valueName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (parse(text) is { } value)
                return value;
            result.AddError($"{name} \"{text}\" is not {expected}.");
            return null;
        },
    };
}
