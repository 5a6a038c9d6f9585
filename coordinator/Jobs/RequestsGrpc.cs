using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>A person's side of the grid on the wire.</summary>
internal sealed class RequestsGrpc(
    SubmitRequest submit, ViewRequest view, CancelRequest cancel, ViewPictures pictures, IBlobStore blobs,
    QueueSignal queue, LiveProgress live, TimeProvider time, IHostApplicationLifetime lifetime) : Requests.RequestsBase
{
    /// <summary>How often a waiting request's places are counted anew.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(2);

    private const int ChunkBytes = 64 * 1024;
    private const int MaxPage = 100;
    private const int DefaultPage = 24;

    public override async Task<SubmitResponse> Submit(Contracts.V1.SubmitRequest request, ServerCallContext context)
    {
        if (request.Settings is { Sampler: not Contracts.V1.Sampler.Unspecified } settings && settings.Sampler.ToDomain() is null)
            throw Refusal.Invalid("sampler.unknown", "sampler", "This sampler is not known here. Use DDIM, Euler or DPM++ 2M.").ToRpc();
        return await submit.RunAsync(request.ToAsk(), request.Settings?.BundleId ?? "", context.Caller(), context.CancellationToken) switch
        {
            SubmitOutcome.Accepted accepted => new() { Request = accepted.Request.ToWire(live, previews: false) },
            SubmitOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override Task<RequestView> Get(GetRequest request, ServerCallContext context) => ViewAsync(ReadRequest(request.RequestId), context.CancellationToken);

    public override async Task Watch(WatchRequest request, IServerStreamWriter<RequestView> responseStream, ServerCallContext context)
    {
        var id = ReadRequest(request.RequestId);
        using var watcher = queue.Watch(id);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            for (RequestView? last = null; ; await watcher.Signal.WaitAsync(LookAnyway, time, ending.Token))
            {
                var snapshot = await view.RunAsync(id, ending.Token) ?? throw UnknownRequest.ToRpc();
                var message = snapshot.ToWire(live, request.Previews);
                if (!message.Equals(last))
                    await responseStream.WriteAsync(message, ending.Token);
                if (snapshot.IsFinal)
                    return;
                last = message;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Refusal.Busy("coordinator.stopping", "The coordinator is restarting. Watch again in a moment.", TimeSpan.FromSeconds(1)).ToRpc();
        }
    }

    public override async Task<RequestView> Cancel(Contracts.V1.CancelRequest request, ServerCallContext context)
    {
        var id = ReadRequest(request.RequestId);
        var asked = await view.RunAsync(id, context.CancellationToken) ?? throw UnknownRequest.ToRpc();
        if (!MayCancel(context.Caller(), asked.AccountId))
            throw (CallersGrpc.NotAllowed with { Message = "This request belongs to somebody else's account. Send a key of that account." }).ToRpc();
        await cancel.RunAsync(id, context.CancellationToken);
        return await ViewAsync(id, context.CancellationToken);
    }

    public override async Task<Picture> GetPicture(GetPictureRequest request, ServerCallContext context) =>
        (await FindAsync(request.JobId, context.CancellationToken)).ToWire();

    public override async Task<ListPicturesResponse> ListPictures(ListPicturesRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxPage)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxPage} pictures.").ToRpc();
        JobId? before = request.BeforeJobId.Length == 0 ? null : Ids.Read<JobId>(request.BeforeJobId) ?? throw UnknownJob.ToRpc();
        var page = new PicturePage(request.Limit == 0 ? DefaultPage : request.Limit, before, request.ContributorName);
        return new() { Pictures = { (await pictures.PageAsync(page, context.CancellationToken)).Select(picture => picture.ToWire()) } };
    }

    public override async Task FetchPicture(FetchPictureRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        var sha256 = (await FindAsync(request.JobId, context.CancellationToken)).Attempt.PictureSha256;
        var bytes = await blobs.GetAsync(sha256, context.CancellationToken)
            ?? throw new InvalidOperationException($"The blob {sha256} of job {request.JobId} is gone.");
        for (var offset = 0; offset < bytes.Length; offset += ChunkBytes)
        {
            var chunk = new PictureChunk { Data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(offset, Math.Min(ChunkBytes, bytes.Length - offset))) };
            if (offset == 0)
                (chunk.TotalBytes, chunk.Sha256) = (bytes.Length, sha256);
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }
    }

    /// <summary>Who asked without a key has nothing but the request's address to show, so whoever has that may cancel.</summary>
    private static bool MayCancel(Caller caller, AccountId owner) =>
        owner == AccountId.Anonymous || caller.AccountId == owner || caller.Role == KeyRole.Operator;

    private async Task<RequestView> ViewAsync(RequestId id, CancellationToken cancellationToken) =>
        (await view.RunAsync(id, cancellationToken) ?? throw UnknownRequest.ToRpc()).ToWire(live, previews: false);

    private async Task<PictureSnapshot> FindAsync(string jobId, CancellationToken cancellationToken) =>
        await pictures.OneAsync(Ids.Read<JobId>(jobId) ?? throw UnknownJob.ToRpc(), cancellationToken) ?? throw UnknownJob.ToRpc();

    private static RequestId ReadRequest(string text) => Ids.Read<RequestId>(text) ?? throw UnknownRequest.ToRpc();

    private static Refusal UnknownRequest { get; } = Refusal.NotFound("request.unknown", "There is no such request here. Check its address.");

    private static Refusal UnknownJob { get; } = Refusal.NotFound("job.unknown", "There is no such picture here, or it is not rendered yet. Check its address.");
}
