using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The standings as a page and as a record for programs.</summary>
internal static class LeaderboardHttp
{
    private const int PageSize = 100;

    private static readonly Refusal UnknownPeriod = Refusal.Invalid("period.unknown", "period", "There is no such period. Use day, week, month or all.");
    private static readonly Refusal UnknownKind = Refusal.Invalid("kind.unknown", "of", "There is no such board. Use people, teams, devices or bundles.");

    public static void MapLeaderboard(this IEndpointRouteBuilder routes)
    {
        routes.MapReading("/leaderboard", ShowAsync);
        routes.MapReading("/leaderboard.json", SendAsync);
    }

    private static Task<IResult> ShowAsync(HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string of = "", string period = "", int from = 0) =>
        AnswerAsync(context, coordinator, of, period, from, board => Answers.PublicPage<LeaderboardPage>(context, new { Board = board, Offset = Math.Max(from, 0) }), cancellationToken);

    private static Task<IResult> SendAsync(HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string of = "", string period = "", int from = 0) =>
        AnswerAsync(context, coordinator, of, period, from, board => Answers.PublicJson(context, new { board.Kind, board.Period, board.Rows, board.Total }), cancellationToken);

    private static async Task<IResult> AnswerAsync(
        HttpContext context, CoordinatorGrpc coordinator, string of, string period, int from, Func<BoardView, IResult> answer, CancellationToken cancellationToken)
    {
        if (Kinds.Read(of) is not { } kind)
            return Answers.Refuse(context, UnknownKind);
        if (Periods.Read(period) is not { } known)
            return Answers.Refuse(context, UnknownPeriod);
        return answer(await coordinator.GetLeaderboardAsync(kind, known, PageSize, Math.Max(from, 0), cancellationToken));
    }
}
