using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Sources;
using LaionGrid.Coordinator.Storage;
using PictureCheck = LaionGrid.Coordinator.Jobs.Checks.PictureCheck;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Jobs.Intake;

/// <summary>A person's side of the grid on the wire.</summary>
internal sealed class RequestsGrpc(
    SubmitRequest submit, ViewRequest view, CancelRequest cancel, ViewPictures pictures, TakeSource sources, FindSources findSources, IBlobStore blobs,
    FollowRequestGrpc follow, WatchManyGrpc watchMany, LiveProgress live, IHostApplicationLifetime lifetime) : Requests.RequestsBase
{
    private const int MaxPage = 100;
    private const int DefaultPage = 24;

    public override async Task<SubmitResponse> Submit(Contracts.V1.SubmitRequest request, ServerCallContext context)
    {
        RequestMessagesGrpc.RefuseUnknownSampler(request.Settings);
        if (request.Visibility.ToDomain() is null)
            throw UnknownVisibility.ToRpc();
        return await submit.RunAsync(request.ToAsk(), request.Settings?.BundleId ?? "", context.Allow(KeyScopes.Generate), context.CancellationToken) switch
        {
            SubmitOutcome.Accepted accepted => new() { Request = accepted.Request.ToWire(live, previews: false, context.Caller()) },
            SubmitOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override Task<RequestView> Get(GetRequest request, ServerCallContext context) => ViewAsync(ReadRequest(request.RequestId), context);

    public override Task Watch(WatchRequest request, IServerStreamWriter<RequestView> responseStream, ServerCallContext context) => UntilStoppedAsync(context, token =>
        follow.RunAsync(ReadRequest(request.RequestId), context.Caller(), request.Previews, view => responseStream.WriteAsync(view, token), token));

    public override Task WatchMany(IAsyncStreamReader<WatchManyRequest> requestStream, IServerStreamWriter<Sighting> responseStream, ServerCallContext context) =>
        UntilStoppedAsync(context, token => watchMany.RunAsync(requestStream, responseStream, token));

    public override async Task<RequestView> Cancel(Contracts.V1.CancelRequest request, ServerCallContext context)
    {
        var id = ReadRequest(request.RequestId);
        await view.RequireOwnerAsync(id, request.RequestKey, context);
        await cancel.RunAsync(id, context.CancellationToken);
        return await ViewAsync(id, context);
    }

    public override async Task<Picture> GetPicture(GetPictureRequest request, ServerCallContext context) =>
        (await FindAsync(request.JobId, context)).ToWire();

    public override async Task<ListPicturesResponse> ListPictures(ListPicturesRequest request, ServerCallContext context)
    {
        if (request.Limit is < 0 or > MaxPage)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxPage} pictures.").ToRpc();
        JobId? before = request.BeforeJobId.Length == 0 ? null : Ids.Read<JobId>(request.BeforeJobId) ?? throw UnknownJob.ToRpc();
        var checks = ReadChecks(request, context);
        var page = new PicturePage(request.Limit == 0 ? DefaultPage : request.Limit, before, request.ContributorName, checks)
        {
            BundleId = request.BundleId,
            Shape = request.Shape.ToDomain(),
            IsAudited = request.Audited,
            IsForModerators = checks is not null && !checks.TrueForAll(CheckPolicy.IsShown),
        };
        return new() { Pictures = { (await pictures.PageAsync(page, context.CancellationToken)).Select(picture => picture.ToWire()) } };
    }

    public override async Task FetchPicture(FetchPictureRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        var picture = await FindAsync(request.JobId, context);
        if (!CheckPolicy.IsShown(picture.Job.Check) && !IsModerator(context.Caller()))
            throw TakenDownPicture.Withheld.ToRpc();
        await responseStream.WriteBlobAsync(blobs, picture.Attempt.PictureSha256, context.CancellationToken);
    }

    public override async Task<UploadSourceResponse> UploadSource(IAsyncStreamReader<SourceChunk> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
            throw Refusal.Invalid("source.truncated", "data", "The upload was empty. Send the picture again.").ToRpc();
        var first = requestStream.Current;
        if (RequestRules.CheckRequester(first.Requester) is { } wrong)
            throw wrong.ToRpc();
        var owner = SourceOwner.Of(context.Allow(KeyScopes.Generate).AccountId, first.Requester);
        return await sources.RunAsync(owner, first.TotalBytes, SourceChunksGrpc.ReadAsync(requestStream, context.CancellationToken), context.CancellationToken) switch
        {
            TakeSourceOutcome.Taken { Source: var source } => new() { Sha256 = source.Sha256, Width = source.Width, Height = source.Height },
            TakeSourceOutcome.Refused refused => throw refused.Refusal.ToRpc(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    public override async Task FetchSource(FetchSourceRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        var asked = await view.RunAsync(ReadRequest(request.RequestId), Viewer.Of(context.Caller()), context.CancellationToken) ?? throw UnknownRequest.ToRpc();
        var sha256 = request.Mask ? asked.Settings.MaskSha256 : asked.Settings.SourceSha256;
        if (sha256.Length == 0 || (asked.Jobs.All(job => !CheckPolicy.IsShown(job.Check)) && !IsModerator(context.Caller())) || !await findSources.IsKeptAsync(asked.AccountId, sha256, context.CancellationToken))
            throw SourceRefusals.None.ToRpc();
        await responseStream.WriteBlobAsync(blobs, sha256, context.CancellationToken);
    }

    /// <summary>Runs what goes on for long until the caller leaves; one who is cut off because the coordinator stops is told so.</summary>
    private async Task UntilStoppedAsync(ServerCallContext context, Func<CancellationToken, Task> run)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await run(ending.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Refusal.Busy("coordinator.stopping", "The coordinator is restarting. Watch again in a moment.", TimeSpan.FromSeconds(1)).ToRpc();
        }
    }

    private async Task<RequestView> ViewAsync(RequestId id, ServerCallContext context) =>
        (await view.RunAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw UnknownRequest.ToRpc()).ToWire(live, previews: false, context.Caller());

    private async Task<PictureSnapshot> FindAsync(string jobId, ServerCallContext context)
    {
        var picture = await pictures.OneAsync(Ids.Read<JobId>(jobId) ?? throw UnknownJob.ToRpc(), Viewer.Of(context.Caller()), context.CancellationToken) ?? throw UnknownJob.ToRpc();
        return picture.Job.Check == PictureCheck.TakenDown ? throw TakenDownPicture.Refusal.ToRpc() : picture;
    }

    /// <summary>Null for what public lists hold.</summary>
    private static List<PictureCheck>? ReadChecks(ListPicturesRequest request, ServerCallContext context)
    {
        if (request.Checks.Count == 0)
            return null;
        var checks = request.Checks.Take(MaxPage).Select(check => check.ToDomain() ?? throw UnknownCheck.ToRpc()).Distinct().ToList();
        if (!checks.TrueForAll(CheckPolicy.IsShown))
            context.Require(KeyRole.Moderator, KeyRole.Operator);
        return checks;
    }

    private static bool IsModerator(Caller caller) => caller.Role is KeyRole.Moderator or KeyRole.Operator;

    private static RequestId ReadRequest(string text) => RequestOwnersGrpc.Read(text);

    private static Refusal UnknownRequest => RequestOwnersGrpc.Unknown;

    private static Refusal UnknownCheck { get; } = Refusal.Invalid("check.unknown", "checks", "No list has pictures of this check. Use UNCHECKED, SAFE, UNSAFE or WITHHELD.");

    internal static Refusal UnknownVisibility { get; } = Refusal.Invalid("visibility.unknown", "visibility", "Pictures are public, unlisted or private. Choose one of these.");

    internal static Refusal UnknownJob { get; } = Refusal.NotFound("job.unknown", "There is no such picture here, or it is not rendered yet. Check its address.");
}
