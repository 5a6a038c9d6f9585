using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Keeping;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs;

internal static class JobsRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddCheckedOptions<JobsOptions>(JobsOptions.Section);
        services.AddCheckedOptions<CheckOptions>(CheckOptions.Section);
        return services.AddSingleton<IBlobReferences, AttemptReferences>().AddSingleton<QueueSignal>().AddSingleton<QueueGauge>().AddSingleton<QueueOrder>().AddSingleton<LiveProgress>().AddSingleton<ServicePace>().AddSingleton<EstimateArrival>().AddSingleton<EtaCalibration>()
            .AddSingleton<SubmitRequest>().AddSingleton<SpendPriority>().AddSingleton<Allowances>().AddSingleton<EstimateAsk>().AddSingleton<ViewRequest>().AddSingleton<FollowRequestGrpc>().AddSingleton<WatchOneGrpc>().AddSingleton<WatchManyGrpc>().AddSingleton<CancelRequest>().AddSingleton<RetryFailed>().AddSingleton<ViewPictures>()
            .AddSingleton<ListOwnRequests>().AddSingleton<ChangeVisibility>().AddSingleton<DeletePictures>().AddSingleton<ErasePictures>().AddSingleton<RecognisePicture>().AddSingleton<ViewLineage>().AddSingleton<IPersonalRecords, RequestRecords>()
            .AddHostedService<QueueGaugeLoop>().AddHostedService<GossipLoop>().AddHostedService<AttemptSweep>().AddHostedService<EraseLoop>();
    }

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<RequestsGrpc>();
        routes.MapGrpcService<AskingGrpc>();
        routes.MapGrpcService<PicturesGrpc>();
    }
}
