using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Leaderboards.Contributors;
using LaionGrid.Coordinator.Leaderboards.Export;
using LaionGrid.Coordinator.Leaderboards.Groups;

namespace LaionGrid.Coordinator.Leaderboards;

internal static class LeaderboardsRegistration
{
    public static IServiceCollection AddLeaderboards(this IServiceCollection services) =>
        services.AddSingleton<RankContributors>().AddSingleton<ViewNetwork>().AddSingleton<LiveBoards>().AddSingleton<ViewBoards>().AddHostedService<BoardLoop>()
            .AddSingleton<IErasureWitness, ForgetNames>().AddSingleton<ReadStats>().AddSingleton<StatsFiles>().AddSingleton<ReadMachines>().AddSingleton<ViewContributor>().AddSingleton<CertifyContributor>()
            .AddSingleton<RankGroups>().AddHostedService<GroupLoop>();

    public static void MapLeaderboards(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<BoardGrpc>();
        routes.MapGrpcService<ContributorsGrpc>();
        routes.MapStats();
    }
}
