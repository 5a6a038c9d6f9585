using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>How the grid does: as a page, as a record for programs, and live.</summary>
internal static class NetworkHttp
{
    private const int MostBundles = 100;

    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);
    private static readonly Refusal UnknownLength = Refusal.Invalid("over.unknown", "over", "There is no such stretch of time. Use day or month.");

    public static void MapNetwork(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/network", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapMethods("/network.json", SiteRoutes.Reading, SendAsync).KeptForAll();
        routes.MapLive();
        routes.MapStatus();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, GridGrpc grid, HistoryBook histories, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string over = "") =>
        Read(over) is { } length
            ? Answers.PublicPage<NetworkPage>(context, new { View = await ViewAsync(length, grid, histories, coordinator, cancellationToken) }, Keep)
            : Answers.Refuse(context, UnknownLength);

    private static async Task<IResult> SendAsync(HttpContext context, GridGrpc grid, HistoryBook histories, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string over = "")
    {
        if (Read(over) is not { } length)
            return Answers.Refuse(context, UnknownLength);
        var view = await ViewAsync(length, grid, histories, coordinator, cancellationToken);
        return Answers.PublicJson(context, new { view.Grid, view.History.Samples, Bundles = view.Bundles() }, Keep);
    }

    private static async Task<NetworkPageView> ViewAsync(HistoryLength length, GridGrpc grid, HistoryBook histories, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        var state = grid.GetStateAsync(cancellationToken);
        var history = histories.ReadAsync(length, cancellationToken);
        var demand = coordinator.GetLeaderboardAsync(BoardKind.Bundles, Period.Day, MostBundles, 0, cancellationToken);
        await Task.WhenAll(state, history, demand);
        return new(await state, await history, (await demand).Rows);
    }

    private static HistoryLength? Read(string over) => over switch
    {
        "" or "day" => HistoryLength.Day,
        "month" => HistoryLength.Month,
        _ => null,
    };
}
