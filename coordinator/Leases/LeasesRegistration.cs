namespace LaionGrid.Coordinator.Leases;

internal static class LeasesRegistration
{
    public static IServiceCollection AddLeases(this IServiceCollection services)
    {
        services.AddOptions<LeaseOptions>().BindConfiguration(LeaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<WaitingRoom>().AddSingleton<AttendWork>().AddSingleton<ClaimWork>().AddSingleton<ExtendLease>().AddSingleton<EndAttempt>().AddSingleton<LeaseLookup>()
            .AddHostedService<DispatchLoop>().AddHostedService<ExpiryLoop>();
    }
}
