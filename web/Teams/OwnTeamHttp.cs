using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Teams;

/// <summary>A person's own team: found, invite, rename, leave and dissolve, each a form that comes back with its refusal.</summary>
internal static class OwnTeamHttp
{
    private const string Path = "/me/team";

    public static void MapOwnTeam(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, SiteRoutes.Reading, (HttpContext context, TeamsGrpc teams, CancellationToken cancellationToken) => ShowAsync(context, teams, null, cancellationToken));
        // OwnFormsOnly guards them.
        routes.MapPost($"{Path}/found", FoundAsync).DisableAntiforgery();
        routes.MapPost($"{Path}/invite", InviteAsync).DisableAntiforgery();
        routes.MapPost($"{Path}/rename", RenameAsync).DisableAntiforgery();
        routes.MapPost($"{Path}/leave", LeaveAsync).DisableAntiforgery();
        routes.MapPost($"{Path}/dissolve", DissolveAsync).DisableAntiforgery();
    }

    private static async Task<IResult> FoundAsync(HttpContext context, TeamsGrpc teams, IOptions<SiteOptions> site, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var (code, refusal) = await teams.FoundAsync(person, form["name"].Trim(), cancellationToken);
        return await ShowInviteAsync(context, teams, site.Value, form["name"].Trim(), code, refusal, "found", cancellationToken);
    }

    private static async Task<IResult> InviteAsync(HttpContext context, TeamsGrpc teams, IOptions<SiteOptions> site, PostedForm form, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var (code, refusal) = await teams.ReplaceInviteAsync(person, form["name"], cancellationToken);
        return await ShowInviteAsync(context, teams, site.Value, form["name"], code, refusal, "invite", cancellationToken);
    }

    private static async Task<IResult> RenameAsync(HttpContext context, TeamsGrpc teams, PostedForm form, CancellationToken cancellationToken) =>
        context.Person() is { } person ? await AfterAsync(context, teams, await teams.RenameAsync(person, form["name"], form["newName"].Trim(), cancellationToken), "rename", form["name"], cancellationToken) : SignInFirst.Answer(context);

    private static async Task<IResult> LeaveAsync(HttpContext context, TeamsGrpc teams, CancellationToken cancellationToken) =>
        context.Person() is { } person ? await AfterAsync(context, teams, await teams.LeaveAsync(person, cancellationToken), "leave", "", cancellationToken) : SignInFirst.Answer(context);

    private static async Task<IResult> DissolveAsync(HttpContext context, TeamsGrpc teams, PostedForm form, CancellationToken cancellationToken) =>
        context.Person() is { } person ? await AfterAsync(context, teams, await teams.DissolveAsync(person, form["name"], cancellationToken), "dissolve", form["name"], cancellationToken) : SignInFirst.Answer(context);

    private static Task<IResult> AfterAsync(HttpContext context, TeamsGrpc teams, Refusal? refusal, string deed, string team, CancellationToken cancellationToken) =>
        refusal is null ? Task.FromResult(Answers.SeeOther(context, Path)) : ShowAsync(context, teams, new(deed, team, refusal, null), cancellationToken);

    private static Task<IResult> ShowInviteAsync(HttpContext context, TeamsGrpc teams, SiteOptions site, string team, string? code, Refusal? refusal, string deed, CancellationToken cancellationToken) =>
        ShowAsync(context, teams, new(deed, team, refusal, code is null ? null : new(code, site.Absolute(context.Request, $"/teams/join/{code}"))), cancellationToken);

    private static async Task<IResult> ShowAsync(HttpContext context, TeamsGrpc teams, TeamDeed? deed, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignInFirst.Answer(context);
        var view = new OwnTeamView(person, await teams.FindOwnAsync(person, cancellationToken), await teams.ListFoundedAsync(person, cancellationToken), deed);
        return Answers.Page<OwnTeamPage>(context, new { View = view }, deed?.Refusal?.Status ?? StatusCodes.Status200OK);
    }
}
