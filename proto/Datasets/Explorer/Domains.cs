namespace LaionGrid.Datasets.Explorer;

/// <summary>The host of a link, without what tells nobody apart.</summary>
internal static class Domains
{
    private const int Longest = 253; // of a host's name

    /// <summary>Lower case, without "www.", a port or a name before "@"; null of what is no http link.</summary>
    public static string? Of(string? url)
    {
        var rest = url.AsSpan();
        if (!rest.StartsWith("http", StringComparison.OrdinalIgnoreCase) || rest.IndexOf("://", StringComparison.Ordinal) is not (4 or 5))
            return null;
        rest = rest[(rest.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (rest.IndexOfAny("/?#") is >= 0 and var end)
            rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        if (rest.LastIndexOf(':') is >= 0 and var port)
            rest = rest[..port];
        if (rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            rest = rest[4..];
        return rest.Length is > 0 and <= Longest ? rest.ToString().ToLowerInvariant() : null;
    }
}
