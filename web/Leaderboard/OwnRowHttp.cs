using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Leaderboard;

/// <summary>One's own row as a piece of a page, which a script puts above the table: the page itself is the same for everybody.</summary>
internal static class OwnRowHttp
{
    public static void MapOwnRow(this IEndpointRouteBuilder routes) => routes.MapMethods("/leaderboard/own", SiteRoutes.Reading, SendAsync);

    private static async Task<IResult> SendAsync(HttpContext context, BoardsGrpc boards, TeamsGrpc teams, CancellationToken cancellationToken, string of = "", string period = "")
    {
        if (LeaderboardHttp.Read(context, of, period, out var kind, out var known) is { } refused)
            return refused;
        context.Response.Headers.CacheControl = "no-store";
        if (context.Person() is not { } person || await NameAsync(teams, person, kind, cancellationToken) is not { } name)
            return Results.NoContent();
        return Answers.Page<OwnRow>(context, new { Kind = kind, Period = known, Name = name, Row = await boards.FindAsync(kind, known, name, cancellationToken) });
    }

    /// <summary>What a person is called on a board; null where they have no one row.</summary>
    private static async Task<string?> NameAsync(TeamsGrpc teams, Person person, BoardKind kind, CancellationToken cancellationToken) => kind switch
    {
        BoardKind.People => person.Name,
        BoardKind.Teams => (await teams.FindOwnAsync(person, cancellationToken))?.Name,
        _ => null,
    };
}
