namespace LaionGrid.Web.People.SignIn;

/// <summary>Where a person goes after signing in: back to a page of this site, and never elsewhere.</summary>
internal static class ReturnPath
{
    private const int Longest = 2000;

    /// <summary>The path asked for, or the person's own page when it does not stay on this site.</summary>
    public static string Of(string? asked) => asked is { Length: > 0 and <= Longest } && StaysHere(asked) ? asked : "/me";

    public static string SignIn(HttpRequest request) => $"/sign-in?return={Uri.EscapeDataString(HttpMethods.IsGet(request.Method) ? $"{request.Path}{request.QueryString}" : "/me")}";

    // "//host" and "/\host" are other sites to a browser, which also drops tabs and line ends before it looks.
    private static bool StaysHere(string path) =>
        path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);
}
