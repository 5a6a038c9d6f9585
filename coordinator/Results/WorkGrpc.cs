using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Results;

/// <summary>A worker's side of the grid on the wire.</summary>
internal sealed class WorkGrpc(
    AttendWork attend, ClaimWork claim, ExtendLease extend, EndAttempt end, ReceiveUpload receive, CompleteAttempt complete, LeaseBook leases, ILottery lottery, NetworkBlocks blocks, ViewVerdicts verdicts, IBlobStore blobs,
    IOptions<LeaseOptions> options, IHostApplicationLifetime lifetime) : Work.WorkBase
{
    private const int MaxPreviewBytes = 64 * 1024;
    private const int MaxCommitmentBytes = 64 * 1024;
    private const long MaxInstantUs = 100_000_000_000_000_000; // in the year 5138
    private const int MaxChunkBytes = 64 * 1024;

    public override async Task Attend(AttendRequest request, IServerStreamWriter<Contracts.V1.Notice> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var attendance = request.ToAttendance(context.RequireWorker()) with { NetworkBlock = blocks.Of(context.GetHttpContext().Connection.RemoteIpAddress) };
            await foreach (var (notice, isPaused, waitsBecause) in attend.RunAsync(attendance, ending.Token))
                await responseStream.WriteAsync(notice.ToWire(isPaused, waitsBecause), ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // A polite end: the worker attends again.
        }
    }

    public override async Task<Lease> Claim(ClaimRequest request, ServerCallContext context) =>
        await claim.RunAsync(Ids.Read<AttemptId>(request.OfferId), context.RequireWorker(), context.CancellationToken) switch
        {
            ClaimOutcome.Granted granted => granted.Lease.ToWire(options.Value, lottery),
            ClaimOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    public override async Task<HeartbeatResponse> Heartbeat(HeartbeatRequest request, ServerCallContext context)
    {
        if (request.Preview.Length > MaxPreviewBytes)
            throw Refusal.Invalid("preview.too_large", "preview", $"A preview has at most {MaxPreviewBytes} bytes. Send a smaller one.").ToRpc();
        var worker = context.RequireWorker();
        var step = Math.Max(0, request.Step);
        return await extend.RunAsync(request.Lease.ToClaim(worker), step, request.Preview.Memory, worker.Role, context.CancellationToken) switch
        {
            ExtendOutcome.Extended => new() { LastsMs = (long)options.Value.Lasts.TotalMilliseconds },
            ExtendOutcome.Stop => new() { Stop = true },
            ExtendOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<UploadResponse> Upload(IAsyncStreamReader<UploadChunk> requestStream, ServerCallContext context)
    {
        var worker = context.RequireWorker();
        if (!await requestStream.MoveNext(context.CancellationToken))
            throw Refusal.Invalid("upload.truncated", "data", "The upload was empty. Send the picture again.").ToRpc();
        var first = requestStream.Current;
        var header = new UploadHeader(first.Lease.ToClaim(worker), first.TotalBytes, first.Sha256);
        return await receive.RunAsync(header, Chunks(first, requestStream, context.CancellationToken), context.CancellationToken) switch
        {
            UploadOutcome.Stored stored => new() { Sha256 = stored.Sha256 },
            UploadOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task<CompleteResponse> Complete(CompleteRequest request, ServerCallContext context)
    {
        if (request.Commitment.Length > MaxCommitmentBytes)
            throw Refusal.Invalid("commitment.too_large", "commitment", $"A commitment has at most {MaxCommitmentBytes} bytes.").ToRpc();
        var lease = request.Lease.ToClaim(context.RequireWorker());
        var finished = new Finished(lease, request.PictureSha256, request.EngineVersion, request.Commitment.ToByteArray(), request.Scores.ToDomain()) { Embedding = ReadEmbedding(request.Embedding) };
        return await complete.RunAsync(finished, context.CancellationToken) switch
        {
            CompleteOutcome.Completed completed => completed.ToWire(lottery.TicketOf(lease.Id), options.Value),
            CompleteOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    /// <summary>What is too long is not copied, and refused for its length.</summary>
    private static byte[] ReadEmbedding(ByteString embedding) => embedding.Length > PictureEmbedding.MaxBytes ? new byte[PictureEmbedding.MaxBytes + 1] : embedding.ToByteArray();

    public override async Task<FailResponse> Fail(FailRequest request, ServerCallContext context)
    {
        var lease = request.Lease.ToClaim(context.RequireWorker());
        if (await leases.FindAsync(lease, context.CancellationToken) is LeaseFound.Refused refused)
            throw refused.Refusal.ToRpc();
        await end.RunAsync(lease, request.Reason.ToState(), request.Reason.ToCode(), context.CancellationToken);
        return new();
    }

    public override async Task<ListVerdictsResponse> ListVerdicts(ListVerdictsRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > ViewVerdicts.MaxRows || request.AfterUs is < 0 or > MaxInstantUs)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {ViewVerdicts.MaxRows} verdicts, behind an instant of this era.").ToRpc();
        var after = Ids.Read<AttemptId>(request.AfterLeaseId) ?? default;
        var rows = await verdicts.RunAsync(context.RequireWorker().WorkerId, Instants.FromMicroseconds(request.AfterUs), after, request.Limit == 0 ? ViewVerdicts.MaxRows : request.Limit, context.CancellationToken);
        return new() { Verdicts = { rows.Select(row => row.ToWire()) } };
    }

    public override async Task FetchSource(FetchLeaseSourceRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        var settings = await leases.FindAsync(request.Lease.ToClaim(context.RequireWorker()), context.CancellationToken) switch
        {
            LeaseFound.Live { Lease: { IsOvertaken: false, IsClaimed: true, Terms.Settings: var named } } => named,
            LeaseFound.Refused refused => throw refused.Refusal.ToRpc(),
            _ => throw LeaseRefusals.Stale.ToRpc(),
        };
        var sha256 = request.Mask ? settings.MaskSha256 : settings.SourceSha256;
        if (sha256.Length == 0)
            throw SourceRefusals.None.ToRpc();
        await responseStream.WriteBlobAsync(blobs, sha256, context.CancellationToken);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(
        UploadChunk first, IAsyncStreamReader<UploadChunk> rest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return ReadData(first);
        while (await rest.MoveNext(cancellationToken))
        {
            if (rest.Current is { Lease: not null } or { TotalBytes: not 0 } or { Sha256.Length: > 0 })
                throw Refusal.Invalid("upload.header_repeated", "lease", "Only the first chunk of an upload names lease, size and hash. Send the picture again.").ToRpc();
            yield return ReadData(rest.Current);
        }
    }

    private static ReadOnlyMemory<byte> ReadData(UploadChunk chunk) => chunk.Data.Length <= MaxChunkBytes
        ? chunk.Data.Memory
        : throw Refusal.Invalid("upload.chunk_too_large", "data", $"A chunk of {chunk.Data.Length} bytes came; one has at most {MaxChunkBytes}. Send the picture in smaller ones.").ToRpc();
}
