using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Worker.Uplink.Auditing;
using LaionGrid.Worker.Uplink.Joining;
using LaionGrid.Worker.Uplink.Leases;

namespace LaionGrid.Worker.Uplink;

/// <summary>Adds the connection to the coordinator and its clients. One connection serves all scopes; each has its own key.</summary>
internal static class UplinkRegistrationGrpc
{
    private const int MaxMessageBytes = 1024 * 1024;

    public static IServiceCollection AddUplink(this IServiceCollection services, Uri coordinator)
    {
        services.AddSingleton(Route.Plain).AddSingleton(provider => Open(coordinator, provider.GetRequiredService<Route>())).AddSingleton(new UplinkOptions()).AddScoped<WorkerKey>().AddScoped<CallsGrpc>().AddScoped<PatientCalls>();
        services.AddSingleton(provider => new Fleet.FleetClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Accounts.AccountsClient(provider.GetRequiredService<GrpcChannel>())).AddScoped<GridVisitGrpc>();
        services.AddSingleton(provider => new Links.LinksClient(provider.GetRequiredService<GrpcChannel>())).AddScoped<LinkUplinkGrpc>();
        services.AddSingleton(provider => new Models.ModelsClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Work.WorkClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new Audits.AuditsClient(provider.GetRequiredService<GrpcChannel>()));
        services.AddSingleton(provider => new LedgerLog.LedgerLogClient(provider.GetRequiredService<GrpcChannel>())).AddScoped<LogUplinkGrpc>();
        services.AddSingleton(provider => new Teams.TeamsClient(provider.GetRequiredService<GrpcChannel>())).AddSingleton(provider => new Board.BoardClient(provider.GetRequiredService<GrpcChannel>())).AddScoped<TeamsUplinkGrpc>().AddScoped<AccountUplinkGrpc>();
        services.AddSingleton(provider => new LogFiles(coordinator, provider.GetRequiredService<UplinkOptions>(), provider.GetRequiredService<Route>()));
        return services.AddScoped<FleetUplinkGrpc>().AddScoped<VerdictsUplinkGrpc>().AddScoped<ModelsUplinkGrpc>().AddScoped<WorkUplinkGrpc>().AddScoped<SourcesUplinkGrpc>().AddScoped<AuditsUplinkGrpc>();
    }

    private static GrpcChannel Open(Uri coordinator, Route route)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        route.Take(handler);
        return GrpcChannel.ForAddress(coordinator, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            // The channel's own pause between connection attempts grows to two minutes; a lease lapses long before that.
            InitialReconnectBackoff = TimeSpan.FromSeconds(0.2),
            MaxReconnectBackoff = TimeSpan.FromSeconds(2),
            ThrowOperationCanceledOnCancellation = true,
        });
    }
}
