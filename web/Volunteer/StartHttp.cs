using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Volunteer;

/// <summary>The same steps for a person: with a key of theirs in the commands, which is made when they ask for it and shown once.</summary>
internal static class StartHttp
{
    public static void MapStart(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/volunteer/start", SiteRoutes.Reading, Show);
        routes.MapPost("/volunteer/start", MakeKeyAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static IResult Show(HttpContext context, IOptions<SiteOptions> site, string os = "") => context.Person() is { } person
        ? Answers.Page<StartPage>(context, new { Person = person, View = VolunteerView.Of(VolunteerHttp.SystemOf(context, os), site.Value) })
        : SignInFirst.Answer(context);

    private static async Task<IResult> MakeKeyAsync(HttpContext context, KeysGrpc keys, IOptions<SiteOptions> site, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var system = VolunteerHttp.SystemOf(context, form["os"]);
        return await keys.MakeAsync(person, $"Machines on {system.Title}", [KeyScope.Worker], expiresAt: null, cancellationToken) switch
        {
            MakeKeyOutcome.Made made => Answers.Page<StartPage>(context, new { Person = person, View = VolunteerView.Of(system, site.Value, made.Key), HasKey = true }),
            MakeKeyOutcome.Refused refused => Answers.Refuse(context, refused.Refusal),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }
}
