using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Contributors;

/// <summary>What a person says of themselves: read, changed, and told whether it was kept.</summary>
internal static class ProfileHttp
{
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/me/profile", SiteRoutes.Reading, ShowAsync);
        routes.MapPost("/me/profile", KeepAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ContributorsGrpc contributors, CancellationToken cancellationToken, bool kept = false) =>
        context.Person() is { } person
            ? Answers.Page<ProfilePage>(context, new { Person = person, Profile = await contributors.ReadProfileAsync(person, cancellationToken), IsKept = kept })
            : SignInFirst.Answer(context);

    private static async Task<IResult> KeepAsync(HttpContext context, ContributorsGrpc contributors, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var profile = new ProfileView(form["visibility"] == "private", form["country"], form["about"]);
        return await contributors.UpdateProfileAsync(person, profile, cancellationToken) is { } refusal
            ? Answers.Page<ProfilePage>(context, new { Person = person, Profile = profile, Refusal = refusal }, refusal.Status)
            : Answers.SeeOther(context, "/me/profile?kept=true");
    }
}
