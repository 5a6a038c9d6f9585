namespace LaionGrid.Web.People.SignIn;

/// <summary>A browser in words, so that people know their own in a list. Nothing is decided by it.</summary>
internal static class BrowserNames
{
    // The order matters: most browsers also say that they are others.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string userAgent) => $"{NameIn(userAgent, Browsers) ?? "A browser"} on {NameIn(userAgent, Systems) ?? "an unknown system"}";

    private static string? NameIn(string text, (string Mark, string Name)[] names) =>
        names.FirstOrDefault(pair => text.Contains(pair.Mark, StringComparison.Ordinal)).Name;
}
