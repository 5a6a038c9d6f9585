using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Leases;

internal static class LeasesRegistration
{
    public static IServiceCollection AddLeases(this IServiceCollection services)
    {
        services.AddCheckedOptions<LeaseOptions>(LeaseOptions.Section);
        return services.AddSingleton<WaitingRoom>().AddSingleton<AttendWork>().AddSingleton<ClaimWork>().AddSingleton<ExtendLease>().AddSingleton<EndAttempt>().AddSingleton<LeaseLookup>()
            .AddHostedService<DispatchLoop>().AddHostedService<ExpiryLoop>();
    }
}
