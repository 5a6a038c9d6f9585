namespace LaionGrid.Web.Network;

internal static class NetworkRegistration
{
    public static IServiceCollection AddNetwork(this IServiceCollection services) =>
        services.AddSingleton<HistoryBook>().AddSingleton<Snapshots>().AddSingleton<LiveFeed>().AddHostedService(provider => provider.GetRequiredService<LiveFeed>())
            .AddSingleton<StatusBook>().AddSingleton<IncidentFile>().AddSingleton<StatusLoop>().AddHostedService(provider => provider.GetRequiredService<StatusLoop>());
}
