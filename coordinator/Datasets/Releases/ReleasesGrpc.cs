using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;
using RefusalKind = LaionGrid.Coordinator.Edge.RefusalKind;

namespace LaionGrid.Coordinator.Datasets.Releases;

/// <summary>The open data on the wire.</summary>
internal sealed class ReleasesGrpc(ViewReleases view, ViewRequest requests, WithdrawPictures withdraw, BuildRelease build) : Contracts.V1.Releases.ReleasesBase
{
    private const int ChunkBytes = 256 * 1024;
    private const int MaxLength = 64 * 1024 * 1024;
    private const int MaxJobs = 400;
    private const long MaxInstant = 253_402_300_799_000_000; // the last second of the year 9999

    public override async Task<ListReleasesResponse> List(ListReleasesRequest request, ServerCallContext context)
    {
        var limit = Limit(request.Limit, usual: 50, most: 100);
        var found = request.JobId.Length == 0
            ? await view.ListAsync(limit, context.CancellationToken)
            : await view.HoldingAsync(Ids.Read<JobId>(request.JobId) ?? throw RequestsGrpc.UnknownJob.ToRpc(), limit, context.CancellationToken);
        return new() { Releases = { found.Select(release => ToWire(release)) } };
    }

    public override async Task<ReleaseView> Get(GetReleaseRequest request, ServerCallContext context)
    {
        var found = await FindAsync(request.Version, context);
        var message = ToWire(found.Release);
        message.Files.AddRange(found.Files.Select(file => new ReleaseFileView { Path = file.Path, Bytes = file.Bytes, Sha256 = file.Sha256 }));
        return message;
    }

    public override async Task FetchFile(FetchReleaseFileRequest request, IServerStreamWriter<FileChunk> responseStream, ServerCallContext context)
    {
        // Only what the database knows is opened, so no path leads out of the folder.
        if (request.Path.Length is 0 or > 200 || await view.FindFileAsync((await FindAsync(request.Version, context)).Release.Version, request.Path, context.CancellationToken) is not { } known)
            throw Refusal.NotFound("file.unknown", "This release has no such file. Look at its list of files.").ToRpc();
        if (request.Offset < 0 || request.Offset > known.Bytes)
            throw Refusal.Invalid("offset.out_of_range", "offset", $"The file has {known.Bytes} bytes; start at 0 to {known.Bytes}.").ToRpc();
        if (request.Length is < 1 or > MaxLength)
            throw Refusal.Invalid("length.out_of_range", "length", $"A call brings 1 to {MaxLength} bytes. Ask again for what follows.").ToRpc();
        await using var file = Open(known);
        file.Position = request.Offset;
        var (left, buffer) = (request.Length, new byte[ChunkBytes]);
        for (int read; left > 0 && (read = await file.ReadAsync(buffer.AsMemory(0, Math.Min(left, ChunkBytes)), context.CancellationToken)) > 0; left -= read)
            await responseStream.WriteAsync(new FileChunk { Data = ByteString.CopyFrom(buffer, 0, read) }, context.CancellationToken);
    }

    public override async Task<ListTombstonesResponse> ListTombstones(ListTombstonesRequest request, ServerCallContext context)
    {
        var limit = Limit(request.Limit, usual: 100, most: 1000);
        if (request.AfterUs is < 0 or > MaxInstant)
            throw Refusal.Invalid("instant.out_of_range", "after_us", "This is no instant. Send the at_us of the last tombstone you have, or 0.").ToRpc();
        JobId? behind = request.AfterJobId.Length == 0 ? null : Ids.Read<JobId>(request.AfterJobId) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        var tombstones = request.NewestFirst
            ? await view.NewestTombstonesAsync(request.AfterUs == 0 ? null : Instants.FromMicroseconds(request.AfterUs), behind, limit, context.CancellationToken)
            : await view.TombstonesAsync(Instants.FromMicroseconds(request.AfterUs), behind, limit, context.CancellationToken);
        return new() { Tombstones = { tombstones.Select(one => new TombstoneView { JobId = one.JobId.ToString(), AtUs = one.At.ToMicroseconds(), ReasonCode = Releases.Tombstones.CodeOf(one.Reason) }) } };
    }

    public override async Task<WithdrawResponse> Withdraw(WithdrawRequest request, ServerCallContext context)
    {
        var owner = RequirePerson(context);
        if (request.JobIds.Count is < 1 or > MaxJobs)
            throw Refusal.Invalid("job_ids.count", "job_ids", $"Name 1 to {MaxJobs} pictures.").ToRpc();
        var ids = request.JobIds.Select(Ids.Read<JobId>).OfType<JobId>().ToHashSet();
        var withdrawn = await withdraw.RunAsync(owner, ids, context.CancellationToken);
        return withdrawn.Count > 0 ? new() { JobIds = { withdrawn.Select(id => id.ToString()) } } : throw RequestsGrpc.UnknownJob.ToRpc();
    }

    public override async Task<WithdrawResponse> WithdrawOfRequest(WithdrawOfRequestRequest request, ServerCallContext context)
    {
        var id = RequestOwnersGrpc.Read(request.RequestId);
        await requests.RequireOwnerAsync(id, request.RequestKey, context);
        return new() { JobIds = { (await withdraw.RunAsync(id, context.CancellationToken)).Select(job => job.ToString()) } };
    }

    private static AccountId RequirePerson(ServerCallContext context)
    {
        context.Require(KeyRole.Person, KeyRole.Moderator, KeyRole.Operator);
        return context.Allow(KeyScopes.Generate).AccountId;
    }

    private async Task<ReleaseSnapshot> FindAsync(string version, ServerCallContext context)
    {
        var found = ReleaseVersion.Read(version) is null ? null : await view.FindAsync(version, context.CancellationToken);
        return found switch
        {
            null => throw Refusal.NotFound("release.unknown", "There is no such release. Look at the list of releases.").ToRpc(),
            { Release.State: ReleaseState.Withdrawn or ReleaseState.Superseded } => throw Gone.ToRpc(),
            _ => found,
        };
    }

    /// <exception cref="RpcException">It was withdrawn since it was looked up.</exception>
    private FileStream Open(ReleaseFile file)
    {
        try
        {
            return new FileStream(Path.Combine(build.Root, file.Version, file.Path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, ChunkBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Gone.ToRpc();
        }
    }

    private static ReleaseView ToWire(Release release) => new()
    {
        Version = release.Version,
        Kind = release.Kind switch
        {
            ReleaseKind.Daily => Contracts.V1.ReleaseKind.Daily,
            ReleaseKind.Monthly => Contracts.V1.ReleaseKind.Monthly,
            _ => throw new ArgumentOutOfRangeException(nameof(release), release.Kind, "A kind without a wire value."),
        },
        State = release.State switch
        {
            ReleaseState.Building => Contracts.V1.ReleaseState.Building,
            ReleaseState.Published => Contracts.V1.ReleaseState.Published,
            ReleaseState.Withdrawn => Contracts.V1.ReleaseState.Withdrawn,
            ReleaseState.Superseded => Contracts.V1.ReleaseState.Superseded,
            _ => throw new ArgumentOutOfRangeException(nameof(release), release.State, "A state without a wire value."),
        },
        BoundUs = release.Bound.ToMicroseconds(),
        PublishedAtUs = release.PublishedAt?.ToMicroseconds() ?? 0,
        Pictures = release.Pictures,
        Done = release.Done,
        Bytes = release.Bytes,
    };

    private static int Limit(int asked, int usual, int most) => asked >= 0 && asked <= most
        ? asked == 0 ? usual : asked
        : throw Refusal.Invalid("limit.out_of_range", "limit", $"At most {most} are told at once; this asks for {asked}.").ToRpc();

    private static Refusal Gone { get; } = new(RefusalKind.Gone, "release.withdrawn", "This release is not handed out any more: it held pictures that are gone. Take a later one from the list of releases.");
}
