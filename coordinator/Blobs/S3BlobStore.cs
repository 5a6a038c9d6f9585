using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>
/// Blobs in an S3-compatible object store, which shows an object whole or not at all and always as last written. A put that
/// crosses a sweep may lose its object to it, but not the copy aside, which outlives the put by the sweep's grace.
/// </summary>
internal sealed class S3BlobStore(IOptions<BlobsOptions> options) : IBlobStore, IDisposable
{
    private const string Scheme = "s3://";
    private const int HashLength = 64;

    private readonly BlobsOptions _options = options.Value;
    private readonly string _bucket = options.Value.Store[Scheme.Length..].Split('/')[0];
    private readonly string _kept = string.Concat(options.Value.Store[Scheme.Length..].Split('/')[1..].Select(folder => $"{folder}/"));
    private readonly Lazy<AmazonS3Client> _client = new(() => Connect(options.Value));

    private string Aside => $"{_kept}aside/";

    private static Refusal Unreachable { get; } =
        Refusal.Busy("blobs.unreachable", "The coordinator's picture store does not answer. Try again later.", TimeSpan.FromSeconds(10));

    public Task OpenAsync(CancellationToken cancellationToken) =>
        CallAsync(client => client.ListObjectsAsync(new ListObjectsRequest { BucketName = _bucket, Prefix = _kept, MaxKeys = 1 }, cancellationToken));

    public Task PutAsync(string sha256, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => CallAsync(async client =>
    {
        using var body = new MemoryStream(bytes.ToArray(), writable: false);
        var put = new PutObjectRequest { BucketName = _bucket, Key = _kept + sha256, InputStream = body, UseChunkEncoding = false, DisableDefaultChecksumValidation = true };
        put.Headers["x-amz-content-sha256"] = sha256; // part of what is signed; Amazon's store refuses bytes of another hash
        return await client.PutObjectAsync(put, cancellationToken);
    });

    public async Task<byte[]?> GetAsync(string sha256, CancellationToken cancellationToken)
    {
        // A sweep may move it between two looks, aside or back.
        foreach (var shelf in (string[])[_kept, Aside, _kept])
        {
            if (await ReadAsync(shelf + sha256, cancellationToken) is { } bytes)
                return bytes;
        }
        return null;
    }

    public async IAsyncEnumerable<string> ListAsync(
        BlobShelf shelf, string prefix, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = shelf == BlobShelf.Kept ? _kept : Aside;
        var page = new ListObjectsRequest { BucketName = _bucket, Prefix = folder + prefix }; // the call's first version: every store speaks it
        ListObjectsResponse listed;
        do
        {
            listed = await CallAsync(client => client.ListObjectsAsync(page, cancellationToken));
            foreach (var blob in listed.S3Objects.Where(blob => blob.Key.Length == folder.Length + HashLength && blob.LastModified.ToUniversalTime() < before))
                yield return blob.Key[folder.Length..];
            page.Marker = listed.S3Objects.LastOrDefault()?.Key;
        }
        while (listed.IsTruncated);
    }

    public Task SetAsideAsync(string sha256, CancellationToken cancellationToken) => MoveAsync(_kept + sha256, Aside + sha256, cancellationToken);

    public Task PutBackAsync(string sha256, CancellationToken cancellationToken) => MoveAsync(Aside + sha256, _kept + sha256, cancellationToken);

    public Task DeleteAsideAsync(string sha256, CancellationToken cancellationToken) =>
        CallAsync(client => client.DeleteObjectAsync(_bucket, Aside + sha256, cancellationToken));

    /// <summary>A put is one call, which leaves nothing when it is cut off.</summary>
    public Task DeleteRemnantsAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => CallAsync(async client =>
    {
        try
        {
            using var response = await client.GetObjectAsync(_bucket, key, cancellationToken);
            var bytes = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    /// <summary>False when there is nothing to move: another coordinator's sweep was first. Cut off in between, the blob is in both places.</summary>
    private Task<bool> MoveAsync(string from, string to, CancellationToken cancellationToken) => CallAsync(async client =>
    {
        try
        {
            await client.CopyObjectAsync(_bucket, from, _bucket, to, cancellationToken);
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
        await client.DeleteObjectAsync(_bucket, from, cancellationToken);
        return true;
    });

    private async Task<T> CallAsync<T>(Func<AmazonS3Client, Task<T>> call)
    {
        try
        {
            return await call(_client.Value);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException or IOException)
        {
            throw new UnavailableException(Unreachable, $"The picture store {_options.Store} could not be used: {error.Message.TrimEnd('.')}. " +
                "Check Blobs:Store, Blobs:S3Endpoint, Blobs:S3AccessKey and Blobs:S3SecretKey, and that the store runs.", error);
        }
    }

    private static AmazonS3Client Connect(BlobsOptions options)
    {
        var config = new AmazonS3Config { Timeout = TimeSpan.FromSeconds(30), MaxErrorRetry = 3 };
        if (options.S3Endpoint.Length > 0)
            (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle) = (options.S3Endpoint, "us-east-1", true); // what stores without regions expect
        return options.S3AccessKey.Length > 0 ? new(options.S3AccessKey, options.S3SecretKey, config) : new(config);
    }
}
