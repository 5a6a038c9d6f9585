namespace LaionGrid.Web.Annotate;

/// <summary>What a visitor reads, as their browser says it with each page. Pure.</summary>
internal static class ReadLanguages
{
    private const int Most = 20;
    private const int LongestTag = 35; // RFC 5646

    /// <summary>Language tags, most wanted first; empty where the browser says nothing, or that any will do.</summary>
    public static IReadOnlyList<string> Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality is not 0).OrderByDescending(language => language.Quality ?? 1).Select(language => language.Value.ToString()).ToList();
        return wanted.Contains("*") ? [] : [.. wanted.Where(tag => tag.Length is > 0 and <= LongestTag && tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
    }
}
