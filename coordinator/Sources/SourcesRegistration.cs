using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;

namespace LaionGrid.Coordinator.Sources;

internal static class SourcesRegistration
{
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddCheckedOptions<SourcesOptions>(SourcesOptions.Section);
        return services.AddSingleton<IBlobReferences, SourceReferences>().AddSingleton<IPersonalRecords, SourceRecords>().AddSingleton<TakeSource>().AddSingleton<FindSources>().AddHostedService<SourceSweep>();
    }
}
