using System.Globalization;
using System.Text;

namespace LaionGrid.Web.Datasets.Explorer;

/// <summary>Strangers' texts as a page shows them: marks that turn the direction of the text around them, and those that cannot be seen, are replaced; long ones are cut. Records and exports have them as they are. Pure.</summary>
internal static class Shown
{
    private const int Excerpted = 280;
    private const int Longest = 20_000;

    public static string Excerpt(string text) => Of(text, Excerpted);

    public static string Whole(string text) => Of(text, Longest);

    public static string Cell(object? value) => value switch
    {
        null => "–",
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => $"{bytes.Length} bytes",
        _ => Excerpt(value.ToString() ?? ""),
    };

    private static string Of(string text, int most)
    {
        var shown = new StringBuilder(Math.Min(text.Length, most) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
                return shown.Append('…').ToString();
            shown.Append(IsSafe(rune) ? rune : Rune.ReplacementChar);
        }
        return shown.ToString();
    }

    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\t' or '\r',
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D, // joiners, which scripts and emoji need
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };
}
