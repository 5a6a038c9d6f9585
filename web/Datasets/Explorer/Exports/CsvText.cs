using System.Globalization;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Datasets.Explorer.Exports;

/// <summary>
/// Comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it: prompts are strangers' words, and a formula can send a reader's data away. Pure.
/// </summary>
internal static class CsvText
{
    private const string Starts = "=+-@\t\r";

    public static string Line(IEnumerable<object?> values) => $"{string.Join(',', values.Select(Cell))}\r\n";

    public static string Cell(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset instant => Units.MachineInstant(instant),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Text(value.ToString() ?? ""),
    };

    private static string Text(string text)
    {
        if (text.AsSpan().TrimStart() is [var first, ..] && Starts.Contains(first, StringComparison.Ordinal) || text.Length > 0 && Starts.Contains(text[0], StringComparison.Ordinal))
            text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
