namespace LaionGrid.Web.Site;

/// <summary>
/// What every answer says to the browser: only this site's own files, no inline script or style, no framing, no guessing of types.
/// Referrers stay within the site because addresses may hold prompts.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string OneYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = OneYear;
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
