using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Me;

/// <summary>A person's own page, and the word in the header that leads there.</summary>
internal static class MeHttp
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/me").RequirePerson();
        own.MapMethods("", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/_me", SiteRoutes.Reading, ShowLink);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, UserManager<User> users, ShowMe show) =>
        await users.FindByIdAsync(SessionClaims.UserId(context).ToString()) is { } user
            ? Answers.Page<MePage>(context, new { View = await show.RunAsync(user, context.RequestAborted) })
            : Results.NotFound();

    private static IResult ShowLink(HttpContext context) => Answers.Page<MeLink>(context, new { context.Person()?.Name });
}
