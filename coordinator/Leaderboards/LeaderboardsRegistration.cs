using LaionGrid.Coordinator.Leaderboards.Export;

namespace LaionGrid.Coordinator.Leaderboards;

internal static class LeaderboardsRegistration
{
    public static IServiceCollection AddLeaderboards(this IServiceCollection services) =>
        services.AddSingleton<RankContributors>().AddSingleton<ViewNetwork>().AddSingleton<LiveBoards>().AddSingleton<ViewBoards>().AddHostedService<BoardLoop>()
            .AddSingleton<ReadStats>().AddSingleton<StatsFiles>();

    public static void MapLeaderboards(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<BoardGrpc>();
        routes.MapStats();
    }
}
