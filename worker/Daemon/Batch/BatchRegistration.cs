using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Batch;

/// <summary>Makes a volunteer's worker one of a job: what it is to the grid lies in its seat, its time has an end, and bundles and calls may take other ways.</summary>
internal static class BatchRegistration
{
    public static IServiceCollection AddBatch(this IServiceCollection services, BatchSettings settings)
    {
        var seat = settings.Seat.Folder;
        services.AddSingleton(new MachineIdentity(seat.Path)).AddScoped(_ => new DeviceFolder(seat.Path));
        services.AddSingleton(provider => new PaceFile(seat.PathOf("pace.json"), provider.GetRequiredService<ILogger<PaceFile>>()));
        services.AddSingleton(provider => new WallTime(
            settings.End, provider.GetRequiredService<PaceFile>(), provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WallTime>>(), settings.Drain));
        services.AddSingleton<IHorizon>(provider => provider.GetRequiredService<WallTime>());
        if (settings.BundleCache is { } cache)
            services.AddSingleton(new FolderSource(cache));
        if (settings.Link is { } link)
        {
            services.AddSingleton(new Route(link.ConnectAsync)).AddSingleton(new DownloadOptions { AsksMirrors = false });
            services.AddSingleton<IBundleSource>(HttpSource.At(link.Http, "the gateway", file => new Uri(link.Files, file.Sha256)));
        }
        return services;
    }
}
