using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>What the scripted coordinator answers; a test writes it before it visits.</summary>
internal sealed class Script
{
    public List<SubmitRequest> Submitted { get; } = [];

    /// <summary>Thrown by every submission; null accepts it.</summary>
    public Refusal? SubmitRefusal { get; set; }

    /// <summary>Thrown by every watch after the views there are.</summary>
    public Refusal? WatchRefusal { get; set; }

    /// <summary>Times that the next calls say "unavailable" before they answer.</summary>
    public int Outages { get; set; }

    /// <summary>The views of the one request, in order; a watch ends after a final one.</summary>
    public ConcurrentQueue<RequestView> Views { get; } = [];

    public List<Picture> Pictures { get; } = [];

    public byte[] Png { get; set; } = Wire.Png;

    public List<BoardRow> Board { get; } = [];

    public Team? Team { get; set; }

    public List<string> Cancelled { get; } = [];

    public Bundle Bundle { get; set; } = Wire.PocketBundle();

    public Network Network { get; set; } = new() { PicturesToday = 1204, WorkersOnline = 3, VerifiedMflop = 51_300_000 };

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
        script.Submitted.Add(request);
        ThrowIfSet(script.SubmitRefusal);
        return Task.FromResult(new SubmitResponse { Request = new() { RequestId = "request-1", Settings = request.Settings } });
    }

    public override async Task Watch(WatchRequest request, IServerStreamWriter<RequestView> responseStream, ServerCallContext context)
    {
        foreach (var view in script.Views)
            await responseStream.WriteAsync(view, context.CancellationToken);
        ThrowIfSet(script.WatchRefusal);
        if (script.Views.IsEmpty)
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such request here."));
        if (!script.Views.Last().Jobs.All(job => job.State == JobState.Done))
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    public override Task<RequestView> Cancel(CancelRequest request, ServerCallContext context)
    {
        script.Cancelled.Add(request.RequestId);
        return Task.FromResult(script.Views.Last());
    }

    public override Task<Picture> GetPicture(GetPictureRequest request, ServerCallContext context) =>
        Task.FromResult(Find(request.JobId));

    public override Task<ListPicturesResponse> ListPictures(ListPicturesRequest request, ServerCallContext context)
    {
        var older = request.BeforeJobId.Length == 0 ? script.Pictures : script.Pictures.SkipWhile(one => one.Job.JobId != request.BeforeJobId).Skip(1);
        return Task.FromResult(new ListPicturesResponse
        {
            Pictures = { older.Where(one => request.ContributorName.Length == 0 || one.ContributorName == request.ContributorName).Take(request.Limit) },
        });
    }

    public override async Task FetchPicture(FetchPictureRequest request, IServerStreamWriter<PictureChunk> responseStream, ServerCallContext context)
    {
        var picture = Find(request.JobId);
        await responseStream.WriteAsync(new() { TotalBytes = script.Png.Length, Sha256 = picture.Job.PictureSha256 });
        foreach (var part in script.Png.Chunk(20))
            await responseStream.WriteAsync(new() { Data = ByteString.CopyFrom(part) });
    }

    private static void ThrowIfSet(Refusal? refusal)
    {
        if (refusal is not null)
            throw new RpcException(new Status(StatusOf(refusal.Kind), refusal.Message), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
    }

    private Picture Find(string jobId) => script.Pictures.Find(one => one.Job.JobId == jobId)
        ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such picture here."));

    private static StatusCode StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.TooMany => StatusCode.ResourceExhausted,
        RefusalKind.Busy => StatusCode.Unavailable,
        RefusalKind.NotFound => StatusCode.NotFound,
        RefusalKind.Conflict => StatusCode.FailedPrecondition,
        _ => StatusCode.InvalidArgument,
    };
}

/// <summary>Standings from a script.</summary>
internal sealed class ScriptedBoard(Script script) : Board.BoardBase
{
    public override Task<GetLeaderboardResponse> GetLeaderboard(GetLeaderboardRequest request, ServerCallContext context) =>
        Task.FromResult(new GetLeaderboardResponse { Kind = request.Kind, Period = request.Period, Rows = { script.Board.Skip(request.Offset).Take(request.Limit) }, Total = script.Board.Count });

    public override Task<BoardRow> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        Task.FromResult(script.Board.Find(row => row.Name == request.Name) ?? throw new RpcException(new Status(StatusCode.NotFound, "Nobody of this name is on this board.")));

    public override Task<Network> GetNetwork(GetNetworkRequest request, ServerCallContext context) => Task.FromResult(script.Network);
}

/// <summary>The one team there is.</summary>
internal sealed class ScriptedTeams(Script script) : Contracts.V1.Teams.TeamsBase
{
    public override Task<Team> Get(GetTeamRequest request, ServerCallContext context) =>
        Task.FromResult(script.Team is { } team && team.Name == request.Name ? team : throw new RpcException(new Status(StatusCode.NotFound, "There is no team of this name.")));
}

/// <summary>One bundle.</summary>
internal sealed class ScriptedModels(Script script) : Models.ModelsBase
{
    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBundlesResponse { Bundles = { script.Bundle } });
}
