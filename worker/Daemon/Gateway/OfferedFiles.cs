using Grpc.Core;
using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Gateway;

/// <summary>The files of the grid's bundles, by hash. Listed anew when one is asked for that is not known, but not at each such question. Safe to call from any thread.</summary>
internal sealed partial class OfferedFiles(ModelsUplinkGrpc models, TimeProvider time, ILogger<OfferedFiles> logger) : IDisposable
{
    private static readonly TimeSpan ListsEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _listing = new(1);
    private volatile Dictionary<string, OfferedFile> _files = []; // replaced whole, never changed
    private long? _listedAt;

    /// <summary>Null when the grid offers no such file.</summary>
    public async Task<OfferedFile?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        if (_files.GetValueOrDefault(sha256) is { } known)
            return known;
        await _listing.WaitAsync(cancellationToken);
        try
        {
            if (!_files.ContainsKey(sha256) && (_listedAt is not { } at || time.GetElapsedTime(at) >= ListsEvery))
                await ListAsync(cancellationToken);
            return _files.GetValueOrDefault(sha256);
        }
        finally
        {
            _listing.Release();
        }
    }

    public void Dispose() => _listing.Dispose();

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var manifests = (await models.ListAsync(either.Token)).Select(text => BundleManifest.Parse(text).Manifest).OfType<BundleManifest>();
            var files = new Dictionary<string, OfferedFile>(StringComparer.Ordinal);
            foreach (var (manifest, file) in manifests.SelectMany(manifest => manifest.Files, (manifest, file) => (manifest, file)))
                files[file.Sha256] = new(manifest, file, manifest.Chunks.Where(chunk => chunk.File == file).ToList());
            (_files, _listedAt) = (files, time.GetTimestamp());
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogNotListed(error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The grid's bundles could not be listed: {Problem}")]
    private partial void LogNotListed(string problem);
}

/// <param name="Chunks">In order.</param>
internal sealed record OfferedFile(BundleManifest Manifest, BundleFile File, IReadOnlyList<BundleChunk> Chunks);
