using System.Buffers;
using System.Globalization;

namespace LaionGrid.Diffusion.Tokenizing;

/// <summary>A piece of a weighted prompt: text, a bracket, or a break.</summary>
/// <param name="Text">What it is, or would be if it were literal.</param>
/// <param name="Factor">Of brackets: what the text inside is multiplied by.</param>
/// <param name="IsRound">Of brackets: round, else square.</param>
internal readonly record struct PromptMark(PromptMarkKind Kind, string Text, double Factor = 1, bool IsRound = false)
{
    private const string Break = "BREAK";
    private const double Emphasis = 1.1;

    private static readonly SearchValues<char> Special = SearchValues.Create(@"\()[]:");
    private static readonly SearchValues<char> Weight = SearchValues.Create(" \t\r\n+-.0123456789");

    public static PromptMark OfText(string text) => new(PromptMarkKind.Text, text);

    /// <summary>From left to right; brackets not yet matched.</summary>
    public static List<PromptMark> Read(string prompt)
    {
        var marks = new List<PromptMark>();
        for (var rest = prompt.AsSpan(); !rest.IsEmpty;)
            rest = rest[(Special.Contains(rest[0]) ? ReadSpecial(rest, marks) : ReadPlain(rest, marks))..];
        return marks;
    }

    /// <summary>Returns the characters read.</summary>
    private static int ReadSpecial(ReadOnlySpan<char> rest, List<PromptMark> marks)
    {
        if (rest is ['\\', ('(' or ')' or '[' or ']' or '\\') and var literal, ..])
        {
            marks.Add(OfText(literal.ToString()));
            return 2;
        }
        var weightLength = WeightAt(rest, out var weight);
        if (weightLength > 0)
        {
            marks.Add(new(PromptMarkKind.Close, rest[..weightLength].ToString(), weight, IsRound: true));
            return weightLength;
        }
        marks.Add(rest[0] switch
        {
            '(' => new(PromptMarkKind.Open, "(", Emphasis, IsRound: true),
            ')' => new(PromptMarkKind.Close, ")", Emphasis, IsRound: true),
            '[' => new(PromptMarkKind.Open, "[", 1 / Emphasis),
            ']' => new(PromptMarkKind.Close, "]", 1 / Emphasis),
            ':' => OfText(":"),
            _ => OfText(""), // a backslash before anything else is dropped, as the web UI does
        });
        return 1;
    }

    /// <summary>The length of ":1.3)" with white space around the number, or 0.</summary>
    private static int WeightAt(ReadOnlySpan<char> rest, out double weight)
    {
        weight = 1;
        if (rest[0] != ':')
            return 0;
        var length = rest[1..].IndexOfAnyExcept(Weight) + 1; // stops at the next colon, so all calls together stay linear
        var isWeight = length > 0 && rest[length] == ')'
            && double.TryParse(rest[1..length], NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out weight);
        return isWeight ? length + 1 : 0;
    }

    /// <summary>Reads up to the next special character; the word BREAK takes the white space around it along.</summary>
    private static int ReadPlain(ReadOnlySpan<char> rest, List<PromptMark> marks)
    {
        var end = rest.IndexOfAny(Special);
        var plain = end < 0 ? rest : rest[..end];
        var length = plain.Length;
        for (int at; (at = FindBreak(plain)) >= 0; plain = plain[(at + Break.Length)..].TrimStart())
        {
            marks.Add(OfText(plain[..at].TrimEnd().ToString()));
            marks.Add(new(PromptMarkKind.Break, Break));
        }
        marks.Add(OfText(plain.ToString()));
        return length;
    }

    private static int FindBreak(ReadOnlySpan<char> plain)
    {
        for (var start = 0; plain[start..].IndexOf(Break, StringComparison.Ordinal) is >= 0 and var at; start += at + Break.Length)
        {
            var (before, behind) = (start + at - 1, start + at + Break.Length);
            if ((before < 0 || !IsOfWord(plain[before])) && (behind == plain.Length || !IsOfWord(plain[behind])))
                return start + at;
        }
        return -1;
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
