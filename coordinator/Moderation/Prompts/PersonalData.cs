using System.Buffers;
using System.Text.RegularExpressions;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>Finds what leads to a person: e-mail addresses and telephone numbers, in folded text.</summary>
internal static partial class PersonalData
{
    private const int MinDigits = 9;
    private const int MaxDigits = 15;
    private const int MaxGaps = 5; // more are single numbers, as on a dial

    private static readonly SearchValues<string> At = SearchValues.Create(["@", "(at)", "[at]"], StringComparison.Ordinal);

    public static bool HasEmail(string folded) => folded.AsSpan().ContainsAny(At) && Email().IsMatch(folded);

    /// <summary>Numbers of a telephone's length that are written like one; a seed or a size is written without its marks.</summary>
    public static bool HasPhone(string folded)
    {
        foreach (var match in Digits().EnumerateMatches(folded))
        {
            var run = folded.AsSpan(match.Index, match.Length);
            if (DigitsIn(run) is >= MinDigits and <= MaxDigits && (run[0] is '+' or '(' or '0' || Gaps(run) is >= 2 and <= MaxGaps))
                return true;
        }
        return false;
    }

    private static int DigitsIn(ReadOnlySpan<char> run)
    {
        var digits = 0;
        foreach (var letter in run)
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        return digits;
    }

    private static int Gaps(ReadOnlySpan<char> run)
    {
        var gaps = 0;
        for (var index = 1; index < run.Length; index++)
            gaps += char.IsAsciiDigit(run[index]) && !char.IsAsciiDigit(run[index - 1]) ? 1 : 0;
        return gaps;
    }

    [GeneratedRegex(@"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)[\w-]{1,63})+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"[+(]?[0-9](?:[ ()./-]{0,3}[0-9]){7,}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
