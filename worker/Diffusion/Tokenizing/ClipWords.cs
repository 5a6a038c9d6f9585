using System.Globalization;
using System.Net;
using System.Text;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// Splits text as CLIP's pattern does: special tokens, English contractions, runs of letters, single digits, runs of anything
/// else; white space parts words and is dropped. Written over runes, for a regular expression over UTF-16 takes the letters
/// beyond U+FFFF for symbols.
/// </summary>
internal static class ClipWords
{
    private static readonly string[] Whole = ["<|startoftext|>", "<|endoftext|>", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    public static IReadOnlyList<string> Split(string text)
    {
        var clean = WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)).ToLowerInvariant();
        var words = new List<string>();
        for (var start = 0; start < clean.Length;)
        {
            var length = WordAt(clean.AsSpan(start), out var kind);
            if (kind != Kind.Space)
                words.Add(clean.Substring(start, length));
            start += length;
        }
        return words;
    }

    private static int WordAt(ReadOnlySpan<char> text, out Kind kind)
    {
        kind = KindAt(text, out var length);
        foreach (var whole in Whole)
        {
            if (text.StartsWith(whole, StringComparison.Ordinal))
                return whole.Length;
        }
        while (kind != Kind.Number && length < text.Length && KindAt(text[length..], out var next) == kind)
            length += next;
        return length;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        Rune.DecodeFromUtf16(text, out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
            return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
