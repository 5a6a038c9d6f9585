namespace LaionGrid.Web.People.SignIn;

/// <summary>The one cookie of a signed-in browser: a random key. It is set at signing in and removed at signing out, and at no other time.</summary>
internal static class SessionCookie
{
    private const int LongestKey = 100;

    // A browser takes the prefix only over https, without a domain and for the whole site, so that no neighbour on a subdomain can set it.
    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-laiongrid" : "laiongrid";

    /// <summary>The key that came with the request; empty when none did.</summary>
    public static string Read(HttpRequest request) =>
        request.Cookies.TryGetValue(NameFor(request), out var key) && key.Length <= LongestKey ? key : "";

    public static void Set(HttpContext context, string key) => context.Response.Cookies.Append(NameFor(context.Request), key, Options(context.Request, Sessions.Longest));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, null));

    private static CookieOptions Options(HttpRequest request, TimeSpan? life) =>
        new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };
}
