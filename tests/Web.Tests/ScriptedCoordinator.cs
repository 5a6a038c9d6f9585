using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Tests.Annotate;
using LaionGrid.Web.Tests.Moderation;
using LaionGrid.Web.Tests.People;

namespace LaionGrid.Web.Tests;

/// <summary>What the scripted coordinator answers; a test writes it before it visits.</summary>
internal sealed class Script
{
    public List<SubmitRequest> Submitted { get; } = [];

    /// <summary>The header "authorization" of each submission, watch and fetch; empty for none.</summary>
    public List<string> Authorizations { get; } = [];

    /// <summary>Thrown by every submission; null accepts it.</summary>
    public Refusal? SubmitRefusal { get; set; }

    /// <summary>Thrown by every watch after the views there are.</summary>
    public Refusal? WatchRefusal { get; set; }

    /// <summary>Breaks every watch off after the views there are, as a coordinator does that ends at once; null leaves them.</summary>
    public TaskCompletionSource? Break { get; set; }

    /// <summary>Times that the next calls say "unavailable" before they answer.</summary>
    public int Outages { get; set; }

    /// <summary>The views of the one request, in order; a watch ends after a final one.</summary>
    public ConcurrentQueue<RequestView> Views { get; } = [];

    public AccountsScript Accounts { get; } = new();

    /// <summary>Versions of the open data that hold whatever picture is asked about.</summary>
    public List<string> HoldingReleases { get; } = [];

    /// <summary>Releases besides the usual ones, the newest first: their explorer.sqlite, or null when they are withdrawn.</summary>
    public SortedDictionary<string, byte[]?> Explorers { get; } = new(Comparer<string>.Create((one, other) => string.CompareOrdinal(other, one)));

    /// <summary>Pictures to begin from: for whom, and of how many bytes. Each is named by its number of bytes, in 64 hex digits.</summary>
    public List<(string Requester, int Bytes)> Brought { get; } = [];

    /// <summary>Thrown by every bringing, as soon as it begins; null takes it.</summary>
    public Refusal? SourceRefusal { get; set; }

    public List<EstimateRequest> Estimated { get; } = [];

    public List<PictureOutcome> Outcomes { get; } = [];

    public List<IReadOnlyList<string>> OutcomesAsked { get; } = [];

    public EstimateResponse Estimate { get; set; } = new() { MflopPerPicture = 51_300, EtaLowMs = 20_000, EtaHighMs = 40_000, WorkersOnline = 3, WorkersAble = 3 };

    /// <summary>Thrown by every estimate; null gives it.</summary>
    public Refusal? EstimateRefusal { get; set; }

    public List<Picture> Pictures { get; } = [];

    /// <summary>Thrown by every look at a picture; null lets it be seen.</summary>
    public Refusal? PictureRefusal { get; set; }

    public ModerationScript Moderation { get; } = new();

    public AnnotationScript Annotation { get; } = new();

    public byte[] Png { get; set; } = Wire.Png;

    public List<BoardRow> Board { get; } = [];

    /// <summary>Once somebody asked for a board.</summary>
    public TaskCompletionSource BoardAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Boards wait for it; null lets them pass.</summary>
    public TaskCompletionSource? BoardGate { get; set; }

    public Team? Team { get; set; }

    /// <summary>Teams, contributors and profiles; see <see cref="ContributionScript"/>.</summary>
    public ContributionScript Contribution { get; } = new();

    public List<(string Id, string Key)> Cancelled { get; } = [];

    public List<(string Id, string Key)> Retried { get; } = [];

    public List<(string Id, string Key)> Withdrawn { get; } = [];

    /// <summary>Pictures that are gone from the open data since, and why.</summary>
    public ConcurrentQueue<(string Uid, string Reason)> Gone { get; } = [];

    /// <summary>The most tombstones that one call has asked for, from the newest on.</summary>
    public int MostTombstones { get; set; }

    /// <summary>What submissions were authorised with; empty for nothing.</summary>
    public List<string> Proofs { get; } = [];

    /// <summary>Thrown by every change to a request.</summary>
    public Refusal? ChangeRefusal { get; set; }

    public List<ListPicturesRequest> Listings { get; } = [];

    public Lineage Lineage { get; set; } = new();

    public PictureProvenance Provenance { get; set; } = new();

    public Judgement Judgement { get; set; } = new();

    public Arena Arena { get; set; } = new() { LeastComparisons = 100 };

    /// <summary>The requests of whoever is signed in, newest first.</summary>
    public List<RequestView> Own { get; } = [];

    public List<ListOwnRequest> OwnSearches { get; } = [];

    public Bundle Bundle { get; set; } = Wire.PocketBundle();

    /// <summary>Bundles besides the first.</summary>
    public List<Bundle> MoreBundles { get; } = [];

    public Contracts.V1.Network Network { get; set; } = new() { PicturesToday = 1204, WorkersOnline = 3, VerifiedMflop = 51_300_000 };

    /// <summary>The coordinator's clock, which stands still, so that a page made twice is the same: its charts end now.</summary>
    public DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    /// <summary>What is said of the grid besides <see cref="Network"/>.</summary>
    public GridState Grid { get; set; } = new();

    public List<GridSample> Samples { get; } = [];

    /// <summary>Whether the coordinator fails at telling them.</summary>
    public bool FailsAtHistory { get; set; }

    /// <summary>Times that the grid's state was asked for.</summary>
    public int GridAsked => _gridAsked;

    private int _gridAsked;

    public void CountGridAsked() => Interlocked.Increment(ref _gridAsked);

    /// <summary>A private picture is there for whoever comes with somebody's proof.</summary>
    public Picture FindPicture(string jobId, ServerCallContext context)
    {
        var isSomebody = context.RequestHeaders.GetValue("authorization") is not null;
        return Pictures.Find(one => one.Job.JobId == jobId && (isSomebody || one.Job.Visibility != Visibility.Private))
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such picture here."));
    }

    public void StumbleIfScripted()
    {
        if (Outages-- > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
    }
}

/// <summary>The coordinator's public side, played from a script.</summary>
internal sealed class ScriptedRequests(Script script) : Requests.RequestsBase
{
    public override Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        script.StumbleIfScripted();
        script.Authorizations.Add(AuthorizationOf(context));
        script.Submitted.Add(request);
        script.Proofs.Add(context.RequestHeaders.GetValue("authorization") ?? "");
        ThrowIfSet(script.SubmitRefusal);
        return Task.FromResult(new SubmitResponse { Request = new() { RequestId = "request-1", Settings = request.Settings } });
    }

    public override async Task<UploadSourceResponse> UploadSource(IAsyncStreamReader<SourceChunk> requestStream, ServerCallContext context)
    {
        ThrowIfSet(script.SourceRefusal);
        await requestStream.MoveNext(context.CancellationToken);
        var (first, bytes) = (requestStream.Current, requestStream.Current.Data.Length);
        while (await requestStream.MoveNext(context.CancellationToken))
            bytes += requestStream.Current.Data.Length;
        Assert.Equal(first.TotalBytes, bytes);
        script.Brought.Add((first.Requester, bytes));
        return new() { Sha256 = $"{bytes:x64}", Width = 128, Height = 128 };
    }

    public override Task Watch(WatchRequest request, IServerStreamWriter<RequestView> responseStream, ServerCallContext context) =>
        TellAsync(AuthorizationOf(context), view => responseStream.WriteAsync(view, context.CancellationToken), context);

    public override async Task WatchMany(IAsyncStreamReader<WatchManyRequest> requestStream, IServerStreamWriter<Sighting> responseStream, ServerCallContext context)
    {
        var (telling, turn) = (new List<Task>(), new SemaphoreSlim(1, 1));
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            if (requestStream.Current is { RequestId.Length: > 0 } request)
                telling.Add(TellOneAsync(request));
        }
        await Task.WhenAll(telling);

        async Task TellOneAsync(WatchManyRequest request)
        {
            var last = new Sighting { WatchId = request.WatchId };
            try
            {
                await TellAsync(request.Authorization, view => WriteAsync(new() { WatchId = request.WatchId, View = view }), context);
            }
            catch (RpcException error)
            {
                last.Refusal = error.Trailers.GetValueBytes("laiongrid-refusal-bin") is { } bytes ? Refusal.Parser.ParseFrom(bytes) : new() { Kind = RefusalKind.NotFound };
            }
            await WriteAsync(last);
        }

        async Task WriteAsync(Sighting sighting)
        {
            await turn.WaitAsync(context.CancellationToken);
            await responseStream.WriteAsync(sighting, context.CancellationToken);
            turn.Release();
        }
    }

    private async Task TellAsync(string authorization, Func<RequestView, Task> tell, ServerCallContext context)
    {
        script.Authorizations.Add(authorization);
        foreach (var view in script.Views)
            await tell(view);
        ThrowIfSet(script.WatchRefusal);
        if (script.Break is { } broken)
        {
            await broken.Task;
            context.GetHttpContext().Abort();
        }
        if (script.Views.IsEmpty)
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such request here."));
        if (!script.Views.Last().Jobs.All(job => job.State == JobState.Done))
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    public override Task<RequestView> Get(GetRequest request, ServerCallContext context) => script.Views.IsEmpty
        ? throw new RpcException(new Status(StatusCode.NotFound, "There is no such request here."))
        : Task.FromResult(script.Views.Last());

    public override Task<RequestView> Cancel(CancelRequest request, ServerCallContext context)
    {
        ThrowIfSet(script.ChangeRefusal);
        script.Cancelled.Add((request.RequestId, request.RequestKey));
        return Task.FromResult(script.Views.Last());
    }

    public override Task<Picture> GetPicture(GetPictureRequest request, ServerCallContext context) =>
        Task.FromResult(Find(request.JobId, context));

    public override Task<ListPicturesResponse> ListPictures(ListPicturesRequest request, ServerCallContext context)
    {
        script.Listings.Add(request);
        var older = request.BeforeJobId.Length == 0 ? script.Pictures : script.Pictures.SkipWhile(one => one.Job.JobId != request.BeforeJobId).Skip(1);
        return Task.FromResult(new ListPicturesResponse
        {
            Pictures = { older.Where(one => request.ContributorName.Length == 0 || one.ContributorName == request.ContributorName).Take(request.Limit) },
        });
    }

    public override async Task FetchPicture(FetchPictureRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        script.Authorizations.Add(AuthorizationOf(context));
        var picture = script.FindPicture(request.JobId, context);
        await responseStream.WriteAsync(new() { TotalBytes = script.Png.Length, Sha256 = picture.Job.PictureSha256 });
        foreach (var part in script.Png.Chunk(20))
            await responseStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
    }

    private Picture Find(string jobId, ServerCallContext context)
    {
        ThrowIfSet(script.PictureRefusal);
        return script.FindPicture(jobId, context);
    }

    private static string AuthorizationOf(ServerCallContext context) => context.RequestHeaders.GetValue("authorization") ?? "";

    internal static void ThrowIfSet(Refusal? refusal)
    {
        if (refusal is not null)
            throw new RpcException(new Status(StatusOf(refusal.Kind), refusal.Message), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
    }

    private static StatusCode StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.TooMany => StatusCode.ResourceExhausted,
        RefusalKind.Busy => StatusCode.Unavailable,
        RefusalKind.NotFound or RefusalKind.Gone => StatusCode.NotFound,
        RefusalKind.NotAllowed => StatusCode.PermissionDenied,
        RefusalKind.Conflict => StatusCode.FailedPrecondition,
        _ => StatusCode.InvalidArgument,
    };
}

/// <summary>Standings from a script.</summary>
internal sealed class ScriptedBoard(Script script) : Board.BoardBase
{
    public override async Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context)
    {
        script.BoardAsked.TrySetResult();
        await (script.BoardGate?.Task ?? Task.CompletedTask);
        return new() { Kind = request.Kind, Period = request.Period, Rows = { script.Board.Skip(request.Offset).Take(request.Limit) }, Total = script.Board.Count };
    }

    public override Task<BoardRow> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        Task.FromResult(script.Board.Find(row => string.Equals(row.Name, request.Name, StringComparison.OrdinalIgnoreCase)) ?? throw new RpcException(new Status(StatusCode.NotFound, "Nobody of this name is on this board.")));

    public override Task<GetGroupsResponse> GetGroups(GetGroupsRequest request, ServerCallContext context) =>
        Task.FromResult(new GetGroupsResponse { Rows = { script.Contribution.Groups }, CountedAtUs = 1_780_000_000_000_000 });

    public override Task<Contracts.V1.Network> GetNetwork(GetNetworkRequest request, ServerCallContext context) => Task.FromResult(script.Network);
}

/// <summary>One bundle or more.</summary>
internal sealed class ScriptedModels(Script script) : Models.ModelsBase
{
    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBundlesResponse { Bundles = { script.Bundle, script.MoreBundles } });
}

/// <summary>How the grid does, from a script.</summary>
internal sealed class ScriptedGrid(Script script) : Grid.GridBase
{
    public override Task<GridState> GetState(GetGridStateRequest request, ServerCallContext context)
    {
        script.CountGridAsked();
        var state = script.Grid.Clone();
        state.NowUs = (script.Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (state.PicturesToday, state.WorkersOnline, state.VerifiedMflop) = (script.Network.PicturesToday, script.Network.WorkersOnline, script.Network.VerifiedMflop);
        return Task.FromResult(state);
    }

    public override Task<GridHistory> GetHistory(GetGridHistoryRequest request, ServerCallContext context) =>
        script.FailsAtHistory ? throw new RpcException(new(StatusCode.Internal, "")) : Task.FromResult(new GridHistory { Samples = { script.Samples } });
}
