using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Jobs;

internal static class JobsRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddCheckedOptions<JobsOptions>(JobsOptions.Section);
        return services.AddSingleton<IBlobReferences, AttemptReferences>().AddSingleton<QueueSignal>().AddSingleton<QueueGauge>().AddSingleton<QueueOrder>().AddSingleton<LiveProgress>().AddSingleton<ServicePace>().AddSingleton<EstimateArrival>().AddSingleton<EtaCalibration>()
            .AddSingleton<SubmitRequest>().AddSingleton<ViewRequest>().AddSingleton<CancelRequest>().AddSingleton<ViewPictures>()
            .AddHostedService<QueueGaugeLoop>().AddHostedService<GossipLoop>();
    }

    public static void MapJobs(this IEndpointRouteBuilder routes) => routes.MapGrpcService<RequestsGrpc>();
}
