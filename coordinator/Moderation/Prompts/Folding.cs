using System.Globalization;
using System.Text;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>
/// Text as a reader sees it: compatibility forms undone, lower case, without accents and what is invisible, letters that look alike as one.
/// Whoever writes the same word in other characters writes the same folded text.
/// </summary>
internal static class Folding
{
    private const int HangulFiller = 0x3164; // blank, yet a letter; so are the next three
    private const int HangulChoseongFiller = 0x115F;
    private const int HangulJungseongFiller = 0x1160;
    private const int HalfwidthHangulFiller = 0xFFA0;

    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
                folded.Append(char.ToLowerInvariant((char)rune.Value));
            else if (!IsInvisible(rune))
                folded.Append(units[..Seen(rune).EncodeToUtf16(units)]);
        }
        return folded.ToString();
    }

    private static Rune Seen(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        ? new Rune('0' + (int)Rune.GetNumericValue(rune))
        : LookAlikes.Of(rune);

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        || rune.Value is HangulFiller or HangulChoseongFiller or HangulJungseongFiller or HalfwidthHangulFiller;
}
