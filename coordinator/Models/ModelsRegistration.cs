namespace LaionGrid.Coordinator.Models;

internal static class ModelsRegistration
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddOptions<ModelsOptions>().BindConfiguration(ModelsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<BundleCatalogue>();
    }

    public static void MapModels(this IEndpointRouteBuilder routes) => routes.MapGrpcService<ModelsGrpc>();
}
