using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Models;

internal static class ModelsRegistration
{
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddCheckedOptions<ModelsOptions>(ModelsOptions.Section);
        return services.AddSingleton<BundleCatalogue>().AddSingleton<KeepBundles>().AddSingleton<HiddenBundles>();
    }

    public static void MapModels(this IEndpointRouteBuilder routes) => routes.MapGrpcService<ModelsGrpc>();
}
