using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Where a person is signed in, and ending that.</summary>
internal static class SessionsHttp
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/me/sessions").RequirePerson().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, ShowAsync);
        pages.MapPost("/end", EndAsync);
        pages.MapPost("/end-others", EndOthersAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Sessions sessions)
    {
        var own = SessionClaims.SessionId(context);
        var there = await sessions.ListAsync(SessionClaims.UserId(context), context.RequestAborted);
        return Answers.Page<SessionsPage>(context, new
        {
            Sessions = there.Select(one => new SessionRow(one.Id.ToString(), one.Browser, one.Way, one.CreatedAt, one.SeenAt, one.Id == own)).ToList(),
        });
    }

    private static async Task<IResult> EndAsync(HttpContext context, Sessions sessions)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Guid.TryParse(fields["id"], out var id))
            await sessions.RevokeAsync(SessionClaims.UserId(context), id, context.RequestAborted);
        return Answers.SeeOther(context, "/me/sessions");
    }

    private static async Task<IResult> EndOthersAsync(HttpContext context, Sessions sessions)
    {
        await sessions.RevokeAllAsync(SessionClaims.UserId(context), but: SessionClaims.SessionId(context), context.RequestAborted);
        return Answers.SeeOther(context, "/me/sessions");
    }
}

/// <summary>A session as its person sees it.</summary>
/// <param name="Way">How it began, in words.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SessionRow(string Id, string Browser, string Way, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, bool IsThis);
