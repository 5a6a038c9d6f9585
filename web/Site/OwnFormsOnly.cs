using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Site;

/// <summary>
/// Refuses posts that another site's page sent, so that no other page spends the grid's time or acts in its visitors' names. Forms about
/// people carry a token besides. Programs send neither header and pass.
/// </summary>
internal sealed class OwnFormsOnly(RequestDelegate next)
{
    private static readonly Refusal CrossSite = new()
    {
        Kind = RefusalKind.NotAllowed,
        Code = "post.cross_site",
        Message = "This form was sent by a page of another site, so nothing was done. Open this site and send it from here.",
    };

    public Task InvokeAsync(HttpContext context) => HttpMethods.IsPost(context.Request.Method) && !IsOwn(context.Request)
        ? Answers.Refuse(context, CrossSite).ExecuteAsync(context)
        : next(context);

    // Sec-Fetch-Site cannot be set by a page's script; Origin decides where an older browser does not send it.
    private static bool IsOwn(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
        ? site is "same-origin" or "none"
        : request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
