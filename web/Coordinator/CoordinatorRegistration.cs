using Grpc.Net.Client;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Coordinator;

internal static class CoordinatorRegistration
{
    public static IServiceCollection AddCoordinator(this IServiceCollection services) => services
        .AddCheckedOptions<CoordinatorOptions>(CoordinatorOptions.Section)
        .AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<CoordinatorOptions>>().Value))
        .AddSingleton<CallsGrpc>()
        .AddSingleton<AccountsGrpc>()
        .AddSingleton<KeysGrpc>()
        .AddSingleton<ExportGrpc>()
        .AddSingleton<CoordinatorGrpc>()
        .AddSingleton<AskingGrpc>()
        .AddSingleton<WatchesGrpc>()
        .AddSingleton<SourcesGrpc>()
        .AddSingleton<PicturesGrpc>()
        .AddSingleton<ProvenanceGrpc>()
        .AddSingleton<JudgementsGrpc>().AddSingleton<OutcomesGrpc>()
        .AddSingleton<BoardsGrpc>()
        .AddSingleton<TeamsGrpc>()
        .AddSingleton<ContributorsGrpc>()
        .AddSingleton<StatsFiles>()
        .AddSingleton<LinksGrpc>()
        .AddSingleton<GridGrpc>()
        .AddSingleton<ReleasesGrpc>()
        .AddSingleton<TariffsGrpc>();

    // Pings find a coordinator that vanished without a word, which a quiet watch would never notice.
    private static GrpcChannel Connect(CoordinatorOptions options) => GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(200),
        MaxReconnectBackoff = TimeSpan.FromSeconds(3),
        HttpHandler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // nothing traces calls across hosts
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        },
    });
}
