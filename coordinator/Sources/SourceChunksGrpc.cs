using System.Runtime.CompilerServices;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Sources;

/// <summary>A picture to begin from on its way in.</summary>
internal static class SourceChunksGrpc
{
    private const int MaxChunkBytes = 64 * 1024;

    /// <summary>The data of the chunk that is current and of all that follow.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(IAsyncStreamReader<SourceChunk> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Checked(stream.Current);
        while (await stream.MoveNext(cancellationToken))
        {
            if (stream.Current is { Requester.Length: > 0 } or { TotalBytes: not 0 })
                throw Refusal.Invalid("upload.header_repeated", "requester", "Only the first chunk of a picture names requester and size. Send the picture again.").ToRpc();
            yield return Checked(stream.Current);
        }
    }

    private static ReadOnlyMemory<byte> Checked(SourceChunk chunk) => chunk.Data.Length <= MaxChunkBytes
        ? chunk.Data.Memory
        : throw Refusal.Invalid("upload.chunk_too_large", "data", $"A chunk of {chunk.Data.Length} bytes came; one has at most {MaxChunkBytes}. Send the picture in smaller ones.").ToRpc();
}
