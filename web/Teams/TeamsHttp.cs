using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Teams;

/// <summary>Teams as everybody sees them: all of them, and each one's page.</summary>
internal static class TeamsHttp
{
    private const int PageSize = 100;

    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/teams", SiteRoutes.Reading, ListAsync);
        routes.MapMethods("/teams/{name}", SiteRoutes.Reading, ShowAsync);
        routes.MapOwnTeam();
        routes.MapJoinTeam();
    }

    private static async Task<IResult> ListAsync(HttpContext context, TeamsGrpc teams, CancellationToken cancellationToken, string search = "", string after = "") =>
        Answers.PublicPage<TeamsPage>(context, new { Teams = await teams.ListAsync(search.Trim(), after, PageSize, cancellationToken), Search = search.Trim(), IsFirst = after.Length == 0, PageSize });

    private static async Task<IResult> ShowAsync(string name, HttpContext context, TeamsGrpc teams, BoardsGrpc boards, CancellationToken cancellationToken)
    {
        var team = teams.FindAsync(name, cancellationToken);
        var standing = boards.FindAsync(BoardKind.Teams, Period.All, name, cancellationToken);
        await Task.WhenAll(team, standing);
        return await team is { } found ? Answers.PublicPage<TeamPage>(context, new { Team = found, Standing = await standing }) : Results.NotFound();
    }
}
