using LaionGrid.Coordinator.Operations.Desk;
using LaionGrid.Coordinator.Operations.Sampling;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Operations;

internal static class OperationsRegistration
{
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services.AddSingleton<CountAudits>().AddSingleton<ReadArrivals>().AddSingleton<ReadTotals>().AddSingleton<FindOut>().AddSingleton<LatestFindings>()
            .AddSingleton<SampleNetwork>().AddSingleton<ReadSamples>().AddHostedService<SampleLoop>()
            .AddSingleton<SurveyWorkers>().AddSingleton<SuspendWorker>().AddSingleton<SurveyJobs>().AddSingleton<RequeueJob>().AddSingleton<WeighBundles>();

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<OperationsGrpc>();
        routes.MapGrpcService<DeskGrpc>();
        routes.MapGrpcService<GridGrpc>();
    }
}
