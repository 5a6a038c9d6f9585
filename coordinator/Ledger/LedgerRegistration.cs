using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Ledger.PublicLog;

namespace LaionGrid.Coordinator.Ledger;

internal static class LedgerRegistration
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddCheckedOptions<LogOptions>(LogOptions.Section);
        return services.AddSingleton<Journal>().AddSingleton<RecentContributors>().AddSingleton<ProveLedger>().AddSingleton<RebuildBalances>()
            .AddSingleton<LogSecret>().AddSingleton<SequenceLog>().AddSingleton<ReadLog>().AddSingleton<ProveTransaction>().AddSingleton<PublishedBalances>().AddHostedService<LogLoop>()
            .AddSingleton<IPersonalRecords, BalanceRecords>();
    }

    public static void MapLedger(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<LedgerLogGrpc>();
        routes.MapPublicLog();
    }
}
