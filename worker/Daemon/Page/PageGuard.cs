using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Page;

/// <summary>
/// Stands before all that is served. Only this machine's own names lead here, so a name of somebody's that was bent to this machine does not; only a browser
/// that was let in sees anything of the worker; only the page's own forms change anything; and the page loads nothing from elsewhere.
/// </summary>
internal sealed class PageGuard(PageKey key, int port)
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] OwnNames = ["127.0.0.1", "localhost"];
    private static readonly TimeSpan Remembers = TimeSpan.FromDays(30);

    /// <summary>With the port in its name: browsers keep one jar for all ports of a machine, which may have several workers.</summary>
    private readonly string _cookie = $"laiongrid-page-{port}";

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = ContentPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin"; // with "no-referrer" a form's own origin would be withheld
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        if (!OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return PageAnswers.RefuseAsync(response, StatusCodes.Status421MisdirectedRequest, "This is no address of the page.", "Open it by the link that laiongrid-worker page shows.");
        if (PageAssets.IsOpenToAll(request.Path) || request.Path == PageApp.OpenPath)
            return next(context);
        if (!key.Is(request.Cookies[_cookie] ?? ""))
            return PageAnswers.RefuseAsync(response, StatusCodes.Status403Forbidden, "This browser was not let in.", "Ask for a link on the worker's machine: laiongrid-worker page.");
        return HttpMethods.IsPost(request.Method) && request.Headers.Origin != $"{request.Scheme}://{request.Host}"
            ? PageAnswers.RefuseAsync(response, StatusCodes.Status403Forbidden, "That came from another page.", "Nothing was done. Press the button on this page.")
            : next(context);
    }

    public void LetIn(HttpResponse response) =>
        response.Cookies.Append(_cookie, key.Text, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = Remembers });
}
