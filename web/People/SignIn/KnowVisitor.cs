using Microsoft.AspNetCore.OutputCaching;

namespace LaionGrid.Web.People.SignIn;

/// <summary>
/// Finds out who visits, where a page may want to know. What the output cache keeps is the same for everybody, so there nobody looks at
/// the cookie.
/// </summary>
internal sealed class KnowVisitor(RequestDelegate next, Sessions sessions, SessionClaims claims)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IOutputCachePolicy>() is null && SessionCookie.Read(context.Request) is { Length: > 0 } key
            && await sessions.FindAsync(key, context.RequestAborted) is { } found)
            context.User = claims.Of(found);
        await next(context);
    }
}
