using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Teams;

/// <summary>A team's page.</summary>
internal static class TeamsHttp
{
    public static void MapTeams(this IEndpointRouteBuilder routes) => routes.MapReading("/teams/{name}", ShowAsync);

    private static async Task<IResult> ShowAsync(string name, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        var team = coordinator.FindTeamAsync(name, cancellationToken);
        var standing = coordinator.FindStandingAsync(BoardKind.Teams, Period.All, name, cancellationToken);
        await Task.WhenAll(team, standing);
        return await team is { } found ? Answers.PublicPage<TeamPage>(context, new { Team = found, Standing = await standing }) : Results.NotFound();
    }
}
