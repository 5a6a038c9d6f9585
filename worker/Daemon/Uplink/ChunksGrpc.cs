using Google.Protobuf;
using Grpc.Core;

namespace LaionGrid.Worker.Uplink;

/// <summary>Sends bytes in pieces that the coordinator takes.</summary>
internal static class ChunksGrpc
{
    private const int Bytes = 64 * 1024;

    /// <summary>
    /// Sends all of it, or as much as goes. Whether it was taken is for the call's response to say: the coordinator answers before the end when it refuses or has it already, and a
    /// connection that breaks may show here as whatever the system makes of it.
    /// </summary>
    /// <param name="chunkOf">Makes a chunk of data; the first also carries what comes once.</param>
    public static async Task SendAsync<T>(this IClientStreamWriter<T> stream, ReadOnlyMemory<byte> bytes, Func<ByteString, bool, T> chunkOf, CancellationToken cancellationToken)
    {
        try
        {
            for (var offset = 0; offset == 0 || offset < bytes.Length; offset += Bytes)
                await stream.WriteAsync(chunkOf(ByteString.CopyFrom(bytes.Span.Slice(offset, Math.Min(Bytes, bytes.Length - offset))), offset == 0), cancellationToken);
            await stream.CompleteAsync();
        }
        catch (Exception error) when (
            error is RpcException or InvalidOperationException or IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The response says what became of it.
        }
    }
}
