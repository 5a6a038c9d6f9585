using LaionGrid.Coordinator.Accounts.People;

namespace LaionGrid.Coordinator.Fleet;

internal static class FleetRegistration
{
    public static IServiceCollection AddFleet(this IServiceCollection services) =>
        services.AddSingleton<EnrollWorker>().AddSingleton<PauseSignal>().AddSingleton<PauseWorker>().AddSingleton<Presence>().AddSingleton<FleetCounts>().AddSingleton<SpeedBook>()
            .AddSingleton<IPersonalRecords, WorkerRecords>();

    public static void MapFleet(this IEndpointRouteBuilder routes) => routes.MapGrpcService<FleetGrpc>();
}
