using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Arrivals;

namespace LaionGrid.Coordinator.Leases;

internal static class LeasesRegistration
{
    public static IServiceCollection AddLeases(this IServiceCollection services)
    {
        services.AddCheckedOptions<LeaseOptions>(LeaseOptions.Section);
        return services.AddSingleton<LeaseBook>().AddSingleton<JobNeeds>().AddSingleton<WaitingRoom>().AddSingleton<LeaseTerm>().AddSingleton<LeaseRenders>().AddSingleton<LeaseRechecks>().AddSingleton<LeaseSeconds>().AddSingleton<DispatchCounts>()
            .AddSingleton<AttendWork>().AddSingleton<ClaimWork>().AddSingleton<ExtendLease>().AddSingleton<EndAttempt>().AddSingleton<IServingWorkers, ServingWorkers>()
            .AddHostedService<NoticeRelay>().AddHostedService<DispatchLoop>().AddHostedService<ExpiryLoop>();
    }
}
