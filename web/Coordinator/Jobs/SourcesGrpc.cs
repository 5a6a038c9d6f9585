using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>Brings the coordinator pictures to begin from.</summary>
internal sealed class SourcesGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly Requests.RequestsClient _requests = new(channel);

    /// <param name="bytes">Of this length, read once.</param>
    public async Task<BringOutcome> BringAsync(Stream bytes, long length, Asker asker, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await CallsGrpc.GuardAsync(() => UploadAsync(bytes, length, asker, cancellationToken), cancellationToken);
            return new BringOutcome.Brought(answer.Sha256);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new BringOutcome.Refused(refusal);
        }
    }

    private async Task<UploadSourceResponse> UploadAsync(Stream bytes, long length, Asker asker, CancellationToken cancellationToken)
    {
        using var call = _requests.UploadSource(calls.Within(asker.Person, Timeout, cancellationToken));
        try
        {
            await WriteAsync(call.RequestStream, bytes, length, asker, cancellationToken);
            return await call;
        }
        catch (Exception error) when (error is InvalidOperationException or RpcException)
        {
            return await call; // it answered before it had all: the write only says that it was cut, the answer says why
        }
    }

    private static async Task WriteAsync(IClientStreamWriter<SourceChunk> stream, Stream bytes, long length, Asker asker, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        var next = new SourceChunk { Requester = asker.Mark, TotalBytes = length };
        for (int read; (read = await bytes.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken)) > 0; next = new())
        {
            next.Data = Google.Protobuf.ByteString.CopyFrom(buffer, 0, read);
            await stream.WriteAsync(next, cancellationToken);
        }
        await stream.CompleteAsync();
    }
}

/// <summary>What bringing a picture came to.</summary>
internal abstract record BringOutcome
{
    /// <param name="Sha256">Names it in an ask.</param>
    internal sealed record Brought(string Sha256) : BringOutcome;

    internal sealed record Refused(Refusal Refusal) : BringOutcome;
}
