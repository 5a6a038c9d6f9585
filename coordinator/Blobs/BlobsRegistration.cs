using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Blobs;

internal static class BlobsRegistration
{
    public static IServiceCollection AddBlobs(this IServiceCollection services)
    {
        services.AddCheckedOptions<BlobsOptions>(BlobsOptions.Section);
        return services.AddHostedService<BlobSweep>().AddSingleton<IBlobStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<BlobsOptions>>();
            return options.Value.Store.Length > 0
                ? new S3BlobStore(options)
                : new DiskBlobStore(provider.GetRequiredService<IOptions<DataOptions>>(), provider.GetRequiredService<TimeProvider>());
        });
    }
}
