using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;

namespace LaionGrid.Web.Coordinator;

/// <summary>The coordinator as the site sees it: questions in, view records out. Null stands for "there is no such thing".</summary>
internal sealed class CoordinatorGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private static readonly TimeSpan PictureTimeout = TimeSpan.FromMinutes(1);

    private readonly Requests.RequestsClient _requests = new(channel);
    private readonly Board.BoardClient _board = new(channel);
    private readonly Contracts.V1.Teams.TeamsClient _teams = new(channel);
    private readonly Models.ModelsClient _models = new(channel);

    public async Task<SubmitOutcome> SubmitAsync(PictureAsk ask, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.AskAsync(options => _requests.SubmitAsync(ask.ToWire(), options).ResponseAsync, cancellationToken);
            return new SubmitOutcome.Accepted(answer.Request.RequestId);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new SubmitOutcome.Refused(refusal);
        }
    }

    /// <summary>The request as it stands now, with previews.</summary>
    public Task<RequestView?> FindRequestAsync(string requestId, CancellationToken cancellationToken) => FindAsync(async options =>
    {
        using var watch = _requests.Watch(new() { RequestId = requestId, Previews = true }, options);
        return await watch.ResponseStream.MoveNext(options.CancellationToken) ? watch.ResponseStream.Current.ToView() : null;
    }, cancellationToken);

    /// <summary>The request as it stands now and again at each change, until it is final. Nothing at all when there is no such request.</summary>
    public async IAsyncEnumerable<RequestView> WatchAsync(string requestId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = _requests.Watch(new() { RequestId = requestId, Previews = true }, cancellationToken: cancellationToken);
        while (await FindStepAsync(() => watch.ResponseStream.MoveNext(cancellationToken), cancellationToken))
            yield return watch.ResponseStream.Current.ToView();
    }

    public Task<RequestView?> CancelAsync(string requestId, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _requests.CancelAsync(new() { RequestId = requestId }, options)).ToView(), cancellationToken);

    public Task<PictureView?> FindPictureAsync(string jobId, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _requests.GetPictureAsync(new() { JobId = jobId }, options)).ToView(), cancellationToken);

    /// <summary>Newest first; null when <paramref name="before"/> is no picture.</summary>
    public Task<IReadOnlyList<PictureView>?> ListPicturesAsync(int limit, string before, string contributor, CancellationToken cancellationToken) =>
        FindAsync<IReadOnlyList<PictureView>>(async options =>
        {
            var page = await _requests.ListPicturesAsync(new() { Limit = limit, BeforeJobId = before, ContributorName = contributor }, options);
            return [.. page.Pictures.Select(picture => picture.ToView())];
        }, cancellationToken);

    /// <summary>A picture's bytes in order. Ends in an exception when they are not the picture of this hash.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchPictureAsync(string jobId, string sha256, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var fetch = _requests.FetchPicture(new() { JobId = jobId }, calls.Within(PictureTimeout, cancellationToken));
        for (var isFirst = true; await CallsGrpc.GuardAsync(() => fetch.ResponseStream.MoveNext(cancellationToken), cancellationToken); isFirst = false)
        {
            if (isFirst && fetch.ResponseStream.Current.Sha256 != sha256)
                throw new InvalidDataException($"The picture of job {jobId} was replaced while it was fetched.");
            yield return fetch.ResponseStream.Current.Data.Memory;
        }
    }

    public async Task<IReadOnlyList<BundleView>> ListBundlesAsync(CancellationToken cancellationToken)
    {
        var answer = await calls.AskAsync(options => _models.ListBundlesAsync(new(), options).ResponseAsync, cancellationToken);
        return [.. answer.Bundles.Select(bundle => bundle.ToView())];
    }

    public async Task<BoardView> GetLeaderboardAsync(BoardKind kind, Period period, int limit, int offset, CancellationToken cancellationToken)
    {
        var question = new GetLeaderboardRequest { Kind = kind.ToWire(), Period = period.ToWire(), Limit = limit, Offset = offset };
        return (await calls.AskAsync(options => _board.GetLeaderboardAsync(question, options).ResponseAsync, cancellationToken)).ToView(kind, period);
    }

    /// <summary>One row of a board, wherever it stands.</summary>
    public Task<BoardRow?> FindStandingAsync(BoardKind kind, Period period, string name, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _board.GetStandingAsync(new() { Kind = kind.ToWire(), Period = period.ToWire(), Name = name }, options)).ToView(), cancellationToken);

    public Task<TeamView?> FindTeamAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _teams.GetAsync(new() { Name = name }, options)).ToView(), cancellationToken);

    public async Task<NetworkView> GetNetworkAsync(CancellationToken cancellationToken) =>
        (await calls.AskAsync(options => _board.GetNetworkAsync(new(), options).ResponseAsync, cancellationToken)).ToView();

    private async Task<T?> FindAsync<T>(Func<CallOptions, Task<T?>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await calls.AskAsync(call, cancellationToken);
        }
        catch (RpcException error) when (IsNoSuchThing(error))
        {
            return null;
        }
    }

    private static async Task<bool> FindStepAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await CallsGrpc.GuardAsync(step, cancellationToken);
        }
        catch (RpcException error) when (IsNoSuchThing(error))
        {
            return false;
        }
    }

    // A name that cannot be right is answered like one that is unknown: the address leads nowhere.
    private static bool IsNoSuchThing(RpcException error) => error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument;
}

/// <summary>What became of a submission.</summary>
internal abstract record SubmitOutcome
{
    internal sealed record Accepted(string RequestId) : SubmitOutcome;

    internal sealed record Refused(Refusal Refusal) : SubmitOutcome;
}
