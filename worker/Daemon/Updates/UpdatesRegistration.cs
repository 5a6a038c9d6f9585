namespace LaionGrid.Worker.Updates;

/// <summary>Adds the updates, where there is something to update.</summary>
internal static class UpdatesRegistration
{
    public static IServiceCollection AddUpdates(this IServiceCollection services, Installation installation) => services
        .AddSingleton(installation).AddSingleton(_ => new HttpClient()).AddSingleton<FetchUpdate>().AddSingleton<TakeUpdate>().AddSingleton<TrialRun>().AddHostedService<UpdateLoop>();
}
