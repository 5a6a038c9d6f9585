using Google.Protobuf.Collections;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>What people do with their pictures, on the wire.</summary>
internal sealed class PicturesGrpc(
    ListOwnRequests list, ChangeVisibility change, DeletePictures delete, RecognisePicture recognise, ViewLineage lineage, LiveProgress live) : Contracts.V1.Pictures.PicturesBase
{
    private const int MaxPage = 50;
    private const int DefaultPage = 20;
    private const int MaxWords = 200;
    private const int MaxJobs = 400;
    private const int Sha256Digits = 64;

    public override async Task<ListOwnResponse> ListOwn(ListOwnRequest request, ServerCallContext context)
    {
        var owner = RequirePerson(context, KeyScopes.Read).AccountId;
        if (request.Limit is < 0 or > MaxPage)
            throw Refusal.Invalid("limit.out_of_range", "limit", $"A page has at most {MaxPage} requests.").ToRpc();
        if (request.Words.Length > MaxWords)
            throw Refusal.Invalid("words.too_long", "words", $"At most {MaxWords} characters are looked for. Search for fewer words.").ToRpc();
        RequestId? before = request.BeforeRequestId.Length == 0 ? null : Ids.Read<RequestId>(request.BeforeRequestId) ?? throw RequestOwnersGrpc.Unknown.ToRpc();
        var page = new OwnPage(request.Limit == 0 ? DefaultPage : request.Limit, before, request.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new() { Requests = { (await list.RunAsync(owner, page, context.CancellationToken)).Select(one => one.ToWire(live, previews: false, context.Caller())) } };
    }

    public override async Task<ChangeVisibilityResponse> ChangeVisibility(ChangeVisibilityRequest request, ServerCallContext context)
    {
        var owner = RequirePerson(context, KeyScopes.Generate).AccountId;
        if (request.Visibility == Contracts.V1.Visibility.Unspecified || request.Visibility.ToDomain() is not { } visibility)
            throw RequestsGrpc.UnknownVisibility.ToRpc();
        return new() { JobIds = { Some(await change.RunAsync(owner, Read(request.JobIds), visibility, context.CancellationToken)) } };
    }

    public override async Task<DeletePicturesResponse> Delete(DeletePicturesRequest request, ServerCallContext context)
    {
        var owner = RequirePerson(context, KeyScopes.Generate).AccountId;
        return new() { JobIds = { Some(await delete.RunAsync(owner, Read(request.JobIds), context.CancellationToken)) } };
    }

    public override async Task<RecogniseResponse> Recognise(RecogniseRequest request, ServerCallContext context)
    {
        if (request.Sha256.Length != Sha256Digits || !request.Sha256.All(char.IsAsciiHexDigitLower))
            throw Refusal.Invalid("sha256.invalid", "sha256", "A SHA-256 is 64 lower-case hex digits. Send the one of the whole file.").ToRpc();
        return new() { JobId = (await recognise.RunAsync(request.Sha256, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw Unrecognised.ToRpc()).ToString() };
    }

    public override async Task<Lineage> GetLineage(GetLineageRequest request, ServerCallContext context)
    {
        var id = Ids.Read<JobId>(request.JobId) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        var found = await lineage.RunAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        return new() { Parent = found.Parent?.ToWire(), Variations = { found.Variations.Select(picture => picture.ToWire()) } };
    }

    private static Caller RequirePerson(ServerCallContext context, KeyScopes scope)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(scope);
    }

    private static List<JobId> Read(RepeatedField<string> ids) => ids.Count is >= 1 and <= MaxJobs
        ? ids.Select(id => Ids.Read<JobId>(id)).OfType<JobId>().ToList()
        : throw Refusal.Invalid("job_ids.count", "job_ids", $"Name 1 to {MaxJobs} pictures at a time.").ToRpc();

    private static IEnumerable<string> Some(IReadOnlyList<JobId> ids) => ids.Count > 0 ? ids.Select(id => id.ToString()) : throw RequestsGrpc.UnknownJob.ToRpc();

    private static Refusal Unrecognised { get; } = Refusal.NotFound("picture.unrecognised", "No picture that is shown here has exactly these bytes. A file that was saved anew by another program has others.");
}
