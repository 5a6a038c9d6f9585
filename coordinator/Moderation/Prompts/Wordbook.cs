using System.Globalization;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>
/// Which of many lists of words and phrases a text holds something of, in one pass: each word's first three letters lead to the few phrases
/// that begin so.
/// </summary>
internal sealed class Wordbook
{
    private const int KeyLength = 3;

    private readonly Dictionary<ulong, Phrase[]> _plain;
    private readonly Dictionary<ulong, Phrase[]> _loose;
    private readonly Number[] _numbers;

    private Wordbook(Dictionary<ulong, Phrase[]> plain, Dictionary<ulong, Phrase[]> loose, Number[] numbers) => (_plain, _loose, _numbers) = (plain, loose, numbers);

    /// <param name="entries">A phrase and the list it stands in, by number.</param>
    public static Wordbook Of(IReadOnlyList<(WordPattern Pattern, int List)> entries) => new(
        Index(entries, Reading.Plain), Index(entries, Reading.Loose),
        [.. entries.Where(entry => entry.Pattern.Below is not null).Select(entry => new Number(entry.Pattern.Below.GetValueOrDefault(), Sought(Reading.Plain(Folding.Of(entry.Pattern.Text)), entry.Pattern.IsOpen), 1UL << entry.List))]);

    /// <summary>A bit for each list.</summary>
    public ulong Find(string folded)
    {
        var plain = Reading.Plain(folded);
        return Search(plain, _plain) | SearchNumbers(plain) | Search(Reading.Loose(folded), _loose);
    }

    private static Dictionary<ulong, Phrase[]> Index(IReadOnlyList<(WordPattern Pattern, int List)> entries, Func<string, string> read) => entries
        .Where(entry => entry.Pattern.Below is null)
        .Select(entry => (Text: read(Folding.Of(entry.Pattern.Text)), entry.Pattern.IsOpen, entry.List))
        .Where(entry => entry.Text.Length >= KeyLength) // "kkk" is a letter drawn out to a loose reader, and too short to mean anything
        .GroupBy(entry => Key(entry.Text))
        .ToDictionary(group => group.Key, group => group.Select(entry => new Phrase(Sought(entry.Text, entry.IsOpen), 1UL << entry.List)).ToArray());

    private static string Sought(string words, bool isOpen) => isOpen ? words.TrimEnd(' ') : words;

    private static ulong Search(string words, Dictionary<ulong, Phrase[]> index)
    {
        var found = 0UL;
        for (var start = 0; start + KeyLength <= words.Length; start = words.IndexOf(' ', start) + 1)
        {
            if (!index.TryGetValue(Key(words.AsSpan(start)), out var phrases))
                continue;
            foreach (var phrase in phrases)
            {
                if (words.AsSpan(start).StartsWith(phrase.Text, StringComparison.Ordinal))
                    found |= phrase.List;
            }
        }
        return found;
    }

    private ulong SearchNumbers(string words)
    {
        var found = 0UL;
        for (var start = 0; start < words.Length; start = words.IndexOf(' ', start) + 1)
        {
            var end = words.IndexOf(' ', start);
            if (!char.IsAsciiDigit(words[start]) || !int.TryParse(words.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                continue;
            foreach (var number in _numbers)
            {
                if (value > 0 && value < number.Below && words.AsSpan(end + 1).StartsWith(number.Rest, StringComparison.Ordinal))
                    found |= number.List;
            }
        }
        return found;
    }

    private static ulong Key(ReadOnlySpan<char> words) => words[0] | ((ulong)words[1] << 16) | ((ulong)words[2] << 32);

    private sealed record Phrase(string Text, ulong List);

    /// <summary>A number below this and the words behind it.</summary>
    private sealed record Number(int Below, string Rest, ulong List);
}

/// <summary>A line's part of a list of words.</summary>
/// <param name="IsOpen">Its last word may go on.</param>
/// <param name="Below">A number below this stands before the text; null for none.</param>
internal sealed record WordPattern(string Text, bool IsOpen = false, int? Below = null);
