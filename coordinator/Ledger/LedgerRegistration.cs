namespace LaionGrid.Coordinator.Ledger;

internal static class LedgerRegistration
{
    public static IServiceCollection AddLedger(this IServiceCollection services) =>
        services.AddSingleton<Journal>().AddSingleton<RecentContributors>().AddSingleton<ProveLedger>().AddSingleton<RebuildBalances>();
}
