using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The standings as a page and as a record for programs.</summary>
internal static class LeaderboardHttp
{
    private const int PageSize = 100;

    private static readonly Refusal UnknownPeriod = Refusal.Invalid("period.unknown", "period", "There is no such period. Use day, week, month or all.");

    public static void MapLeaderboard(this IEndpointRouteBuilder routes)
    {
        routes.MapReading("/leaderboard", ShowAsync);
        routes.MapReading("/leaderboard.json", SendAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string period = "", int from = 0)
    {
        if (Periods.Read(period) is not { } known)
            return Answers.Refuse(context, UnknownPeriod);
        var offset = Math.Max(from, 0);
        var board = await coordinator.GetLeaderboardAsync(known, PageSize, offset, cancellationToken);
        return Answers.PublicPage<LeaderboardPage>(context, new { Board = board, Offset = offset });
    }

    private static async Task<IResult> SendAsync(HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string period = "", int from = 0)
    {
        if (Periods.Read(period) is not { } known)
            return Answers.Refuse(context, UnknownPeriod);
        var board = await coordinator.GetLeaderboardAsync(known, PageSize, Math.Max(from, 0), cancellationToken);
        return Answers.PublicJson(context, new { board.Period, board.Rows, board.Total });
    }
}
