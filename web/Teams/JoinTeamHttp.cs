using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Teams;

/// <summary>An invite link: shows which team it is of, and joins when that is confirmed. Opening a link changes nothing.</summary>
internal static class JoinTeamHttp
{
    private static readonly Refusal UnknownInvite = new()
    {
        Kind = RefusalKind.NotFound,
        Code = "invite.unknown",
        Message = "This invite link is not known here, or the team's founder has drawn a new one. Ask for the new one.",
    };

    public static void MapJoinTeam(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/teams/join/{code}", SiteRoutes.Reading, ShowAsync);
        routes.MapPost("/teams/join", JoinAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(string code, HttpContext context, TeamsGrpc teams, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        if (await teams.FindInvitedAsync(person, code, cancellationToken) is not { } team)
            return Answers.Refuse(context, UnknownInvite);
        return Answers.Page<JoinTeamPage>(context, new { Team = team, Code = code, Own = await teams.FindOwnAsync(person, cancellationToken) });
    }

    private static async Task<IResult> JoinAsync(HttpContext context, TeamsGrpc teams, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        return await teams.JoinAsync(person, form["code"], cancellationToken) is { } refusal ? Answers.Refuse(context, refusal) : Answers.SeeOther(context, "/me/team");
    }
}
