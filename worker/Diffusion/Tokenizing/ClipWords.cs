using System.Globalization;
using System.Net;
using System.Text;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>
/// Splits text as CLIP's pattern does: special tokens, English contractions, runs of letters, single digits, runs of anything
/// else; white space parts words and is dropped. Written over runes, for a regular expression over UTF-16 takes the letters
/// beyond U+FFFF for symbols. To be looped over.
/// </summary>
internal ref struct ClipWords
{
    private static readonly string[] Whole = ["<|startoftext|>", "<|endoftext|>", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private ReadOnlySpan<char> _rest;

    private ClipWords(ReadOnlySpan<char> text) => _rest = text;

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>In lower case, which is all that CLIP knows, and with HTML's entities resolved, twice over as CLIP does.</summary>
    public static ClipWords Split(string text) => new(WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)).ToLowerInvariant());

    public readonly ClipWords GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var length = WordAt(_rest, out var kind);
            Current = _rest[..length];
            _rest = _rest[length..];
            if (kind != Kind.Space)
                return true;
        }
        return false;
    }

    private static int WordAt(ReadOnlySpan<char> text, out Kind kind)
    {
        kind = KindAt(text, out var length);
        if (text[0] is '<' or '\'')
        {
            foreach (var whole in Whole)
            {
                if (text.StartsWith(whole, StringComparison.Ordinal))
                    return whole.Length;
            }
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
