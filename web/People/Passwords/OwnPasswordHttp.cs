using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Me;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.People.Passwords;

/// <summary>Setting one's password, for somebody who just signed in: that is the proof, so the old one is not asked for.</summary>
internal static class OwnPasswordHttp
{
    public static void MapOwnPassword(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/me/password").RequirePerson().RequireFreshSignIn().CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, OwnPerson own) => ShowAsync(context, own, null));
        pages.MapPost("", SetAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnPerson own, Refusal? refusal)
    {
        var user = await own.LoadAsync(context);
        return Answers.Page<OwnPasswordPage>(context, new { Name = user.UserName ?? "", IsFirst = user.PasswordHash is null, Refusal = refusal }, refusal?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> SetAsync(HttpContext context, OwnPerson own, PasswordResets resets, OpenSession open)
    {
        var user = await own.LoadAsync(context);
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await resets.SetAsync(user, fields["password"].ToString(), context.RequestAborted) is { } refusal)
            return await ShowAsync(context, own, refusal);
        // Every session ended with the old password; this browser, which set the new one, goes on with a new key.
        return await open.RunAsync(user, "password", context) is { } closed ? Answers.Refuse(context, closed) : Answers.SeeOther(context, "/me");
    }
}
