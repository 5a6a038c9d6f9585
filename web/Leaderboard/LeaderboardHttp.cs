using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The standings as a page and as a record for programs, the same for everybody.</summary>
internal static class LeaderboardHttp
{
    /// <summary>Rows that programs get at once.</summary>
    private const int RecordSize = 100;

    private static readonly Refusal UnknownPeriod = Refusal.Invalid("period.unknown", "period", "There is no such period. Use day, week, month or all.");
    private static readonly Refusal UnknownKind = Refusal.Invalid("kind.unknown", "of", "There is no such board. Use people, teams, devices, families, countries or bundles.");

    public static void MapLeaderboard(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/leaderboard", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapMethods("/leaderboard.json", SiteRoutes.Reading, SendAsync).KeptForAll();
        routes.MapMethods("/leaderboard/find", SiteRoutes.Reading, FindAsync);
        routes.MapOwnRow();
        routes.MapStats();
    }

    /// <summary>Reads what an address asks for, or refuses it.</summary>
    public static IResult? Read(HttpContext context, string of, string period, out BoardKind kind, out Period known)
    {
        (kind, known) = (Kinds.Read(of) ?? default, Periods.Read(period) ?? default);
        return Kinds.Read(of) is null ? Answers.Refuse(context, UnknownKind) : Periods.Read(period) is null ? Answers.Refuse(context, UnknownPeriod) : null;
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BoardsGrpc boards, CancellationToken cancellationToken, string of = "", string period = "", int from = 0, string missed = "")
    {
        if (Read(context, of, period, out var kind, out var known) is { } refused)
            return refused;
        if (Kinds.IsGroup(kind))
            return Answers.PublicPage<GroupsPage>(context, new { Groups = await boards.GroupsAsync(kind, known, cancellationToken) });
        var board = await boards.PageAsync(kind, known, Kinds.PageSize, Math.Max(from, 0), hasDays: true, cancellationToken);
        return Answers.PublicPage<LeaderboardPage>(context, new { Board = board, Offset = Math.Max(from, 0), Missed = missed });
    }

    private static async Task<IResult> SendAsync(HttpContext context, BoardsGrpc boards, CancellationToken cancellationToken, string of = "", string period = "", int from = 0)
    {
        if (Read(context, of, period, out var kind, out var known) is { } refused)
            return refused;
        if (Kinds.IsGroup(kind))
            return Answers.PublicJson(context, await boards.GroupsAsync(kind, known, cancellationToken));
        var board = await boards.PageAsync(kind, known, RecordSize, Math.Max(from, 0), hasDays: false, cancellationToken);
        return Answers.PublicJson(context, new { board.Kind, board.Period, board.Rows, board.Total });
    }

    /// <summary>Leads to the page that a name stands on.</summary>
    private static async Task<IResult> FindAsync(HttpContext context, BoardsGrpc boards, CancellationToken cancellationToken, string of = "", string period = "", string name = "")
    {
        if (Read(context, of, period, out var kind, out var known) is { } refused)
            return refused;
        return await boards.FindAsync(kind, known, name.Trim(), cancellationToken) is { } row
            ? Results.Redirect(Kinds.PathTo(kind, known, row))
            : Results.Redirect($"{Kinds.PathOf(kind, known)}&missed={Uri.EscapeDataString(name.Trim())}");
    }
}
