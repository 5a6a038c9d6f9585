namespace LaionGrid.Coordinator.Leaderboards;

internal static class LeaderboardsRegistration
{
    public static IServiceCollection AddLeaderboards(this IServiceCollection services) =>
        services.AddSingleton<RankContributors>().AddSingleton<ViewNetwork>().AddSingleton<LiveBoards>().AddSingleton<ViewBoards>().AddHostedService<BoardLoop>();

    public static void MapLeaderboards(this IEndpointRouteBuilder routes) => routes.MapGrpcService<BoardGrpc>();
}
