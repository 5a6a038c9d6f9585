using System.Collections.Concurrent;
using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Gateway;

/// <summary>Brings a chunk over the internet, from whichever of its bundle's sources is free, a few at once. Safe to call from any thread.</summary>
internal sealed partial class FetchChunk(IBundleSource coordinator, DownloadOptions options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<FetchChunk> logger) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly SemaphoreSlim _lanes = new(options.Lanes);

    /// <summary>By bundle: which source does badly is remembered from chunk to chunk.</summary>
    private readonly ConcurrentDictionary<string, Lazy<SourcePool>> _pools = new(StringComparer.Ordinal);

    /// <summary>Null when the chunk lies at <paramref name="path"/>, whole and right; otherwise why not.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<string?> RunAsync(BundleManifest manifest, BundleChunk chunk, string path)
    {
        var stopping = lifetime.ApplicationStopping;
        try
        {
            await _lanes.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return "The gateway is stopping.";
        }
        try
        {
            return await TrySourcesAsync(manifest, chunk, path, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return "The gateway is stopping.";
        }
        finally
        {
            _lanes.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _lanes.Dispose();
    }

    private async Task<string?> TrySourcesAsync(BundleManifest manifest, BundleChunk chunk, string path, CancellationToken stopping)
    {
        var sources = _pools.GetOrAdd(manifest.Text, _ => new(() => Begin(manifest))).Value;
        while (await sources.TakeAsync(stopping) is { } source)
        {
            var (isWhole, isRight) = await ReadAsync(sources, source, chunk, path + ".part", stopping);
            if (isRight)
            {
                File.Move(path + ".part", path, overwrite: true);
                return null;
            }
            if (isWhole)
                sources.Blame(source, chunk.File.Path);
        }
        _pools.TryRemove(manifest.Text, out _); // none is left to ask; who asks next begins anew
        return sources.Problem;
    }

    private SourcePool Begin(BundleManifest manifest)
    {
        LogFetching(manifest.Id);
        return new([.. manifest.Sources.Select(address => HttpSource.Of(_http, address)).OfType<IBundleSource>(), coordinator], options, time, logger);
    }

    private async Task<(bool IsWhole, bool IsRight)> ReadAsync(SourcePool sources, int source, BundleChunk chunk, string part, CancellationToken stopping)
    {
        using var silence = new CancellationTokenSource(options.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, stopping);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (came, fault) = (0L, (SourceFault?)null);
        await using var file = new FileStream(part, FileMode.Create, FileAccess.Write);
        try
        {
            fault = await sources[source].ReadAsync(chunk.File, chunk.Offset, chunk.Bytes, KeepAsync, either.Token);
            if (fault is null && came < chunk.Bytes)
                fault = new("It ended too early.", MayPass: true);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            fault = new($"It sent nothing for {options.LongestSilence.TotalSeconds:0} s.", MayPass: true);
        }
        finally
        {
            sources.Return(source, fault, came);
        }
        return (came == chunk.Bytes, came == chunk.Bytes && Convert.ToHexStringLower(hash.GetHashAndReset()) == chunk.Sha256);

        async ValueTask KeepAsync(ReadOnlyMemory<byte> data)
        {
            await file.WriteAsync(data, CancellationToken.None);
            hash.AppendData(data.Span);
            came += data.Length;
            silence.CancelAfter(options.LongestSilence);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Nodes ask for bundle {Bundle}; what is missing of it is fetched.")]
    private partial void LogFetching(string bundle);
}
