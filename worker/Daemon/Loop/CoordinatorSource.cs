using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Loop;

/// <summary>The coordinator as a place that bundles' files come from.</summary>
internal sealed class CoordinatorSource(ModelsUplinkGrpc models) : IBundleSource
{
    public string Name => "the coordinator";

    public async Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken) =>
        await models.ReadAsync(file.Sha256, offset, bytes, keep, cancellationToken) is var (reason, mayPass) ? new(reason, mayPass) : null;
}
