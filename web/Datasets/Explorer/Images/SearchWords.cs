using System.Text;

namespace LaionGrid.Web.Datasets.Explorer.Images;

/// <summary>
/// What people type into a search box, in the index's own language, with nothing in it that the index could misread: words that must all be there, "phrases in quotes", -words that must not, and
/// beginnings*. Whatever else is typed is taken for parts of words. Pure.
/// </summary>
/// <param name="Match">For FTS5; null when nothing is searched for.</param>
/// <param name="Without">For FTS5, what must not be there where nothing must; null otherwise.</param>
internal sealed record SearchWords(string? Match, string? Without)
{
    private const int MostParts = 24;

    public static SearchWords Of(string typed)
    {
        var (wanted, unwanted) = (new List<string>(), new List<string>());
        foreach (var (text, isUnwanted) in Parts(typed).Take(MostParts))
            (isUnwanted ? unwanted : wanted).Add(text);
        var without = unwanted.Count > 0 ? string.Join(" OR ", unwanted) : null;
        return wanted.Count == 0
            ? new(null, without)
            : new(without is null ? string.Join(" AND ", wanted) : $"({string.Join(" AND ", wanted)}) NOT ({without})", null);
    }

    private static IEnumerable<(string Text, bool IsUnwanted)> Parts(string typed)
    {
        for (var at = 0; at < typed.Length;)
        {
            var isUnwanted = typed[at] == '-' && (at == 0 || char.IsWhiteSpace(typed[at - 1]));
            if (isUnwanted)
                at++;
            var isPhrase = at < typed.Length && typed[at] == '"';
            if (isPhrase)
                at++;
            var start = at;
            while (at < typed.Length && (isPhrase ? typed[at] != '"' : !char.IsWhiteSpace(typed[at]) && typed[at] != '"'))
                at++;
            if (Quoted(typed[start..at], isPhrase) is { } part)
                yield return (part, isUnwanted);
            if (at < typed.Length && (isPhrase || char.IsWhiteSpace(typed[at])))
                at++;
        }
    }

    /// <summary>A string of FTS5; null of what has neither letter nor digit, which would match nothing.</summary>
    private static string? Quoted(string text, bool isPhrase)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text.Where(letter => letter is not ('"' or '\0') && !char.IsSurrogate(letter)))
            quoted.Append(letter);
        quoted.Append('"');
        return !text.Any(char.IsLetterOrDigit) ? null : !isPhrase && text.EndsWith('*') ? $"{quoted} *" : quoted.ToString();
    }
}
