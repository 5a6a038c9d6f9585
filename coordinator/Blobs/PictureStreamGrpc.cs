using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>Pictures on their way out, in chunks.</summary>
internal static class PictureStreamGrpc
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>The first chunk says size and hash.</summary>
    /// <exception cref="InvalidOperationException">The blob is gone, though something refers to it.</exception>
    public static async Task WriteBlobAsync(this IServerStreamWriter<PictureChunk> stream, IBlobStore blobs, string sha256, CancellationToken cancellationToken)
    {
        var bytes = await blobs.GetAsync(sha256, cancellationToken) ?? throw new InvalidOperationException($"The blob {sha256} is gone.");
        for (var offset = 0; offset < bytes.Length; offset += ChunkBytes)
        {
            var chunk = new PictureChunk { Data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(offset, Math.Min(ChunkBytes, bytes.Length - offset))) };
            if (offset == 0)
                (chunk.TotalBytes, chunk.Sha256) = (bytes.Length, sha256);
            await stream.WriteAsync(chunk, cancellationToken);
        }
    }
}
