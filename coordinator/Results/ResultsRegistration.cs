using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Results;

internal static class ResultsRegistration
{
    public static IServiceCollection AddResults(this IServiceCollection services) =>
        services.AddSingleton<NetworkBlocks>().AddSingleton<ReceiveUpload>().AddSingleton<ViewVerdicts>().AddSingleton<FinishAttempts>().AddSingleton<CompleteAttempt>();

    public static void MapResults(this IEndpointRouteBuilder routes) => routes.MapGrpcService<WorkGrpc>();
}
