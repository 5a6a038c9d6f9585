namespace LaionGrid.Coordinator.Blobs;

internal static class BlobsRegistration
{
    public static IServiceCollection AddBlobs(this IServiceCollection services) => services.AddSingleton<BlobStore>();
}
