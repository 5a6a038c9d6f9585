using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.People;
using BoardKind = LaionGrid.Web.Coordinator.Boards.BoardKind;
using BoardRow = LaionGrid.Web.Coordinator.Boards.BoardRow;
using Period = LaionGrid.Web.Coordinator.Boards.Period;
using RequestView = LaionGrid.Web.Coordinator.Jobs.RequestView;

namespace LaionGrid.Web.Coordinator;

/// <summary>The coordinator as the site sees it: questions in, view records out. Null stands for "there is no such thing".</summary>
internal sealed class CoordinatorGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private static readonly TimeSpan PictureTimeout = TimeSpan.FromMinutes(1);

    private readonly Requests.RequestsClient _requests = new(channel);
    private readonly Board.BoardClient _board = new(channel);
    private readonly Models.ModelsClient _models = new(channel);

    public async Task<SubmitOutcome> SubmitAsync(PictureAsk ask, Person? person, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.AskAsync(person, options => _requests.SubmitAsync(ask.ToWire(), options).ResponseAsync, cancellationToken);
            return new SubmitOutcome.Accepted(answer.Request.RequestId, answer.Request.Own ? "" : ask.RequestKey);
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new SubmitOutcome.Refused(refusal);
        }
    }

    /// <summary>The request as it stands now, with previews.</summary>
    public Task<RequestView?> FindRequestAsync(string requestId, Person? person, CancellationToken cancellationToken) => FindAsync(person, async options =>
    {
        using var watch = _requests.Watch(new() { RequestId = requestId, Previews = true }, options);
        return await watch.ResponseStream.MoveNext(options.CancellationToken) ? watch.ResponseStream.Current.ToView() : null;
    }, cancellationToken);

    /// <summary>The picture as everybody sees it.</summary>
    public Task<PictureView?> FindPictureAsync(string jobId, CancellationToken cancellationToken) => FindPictureAsync(null, jobId, cancellationToken);

    /// <summary>The picture as this person may see it.</summary>
    public Task<PictureView?> FindPictureAsync(Person? person, string jobId, CancellationToken cancellationToken) =>
        FindAsync(person, async options => (await _requests.GetPictureAsync(new() { JobId = jobId }, options)).ToView(), cancellationToken);

    /// <inheritdoc cref="ListPicturesAsync(int, string, PictureFilter, CancellationToken)"/>
    public Task<IReadOnlyList<PictureView>?> ListPicturesAsync(int limit, string before, string contributor, CancellationToken cancellationToken) =>
        ListPicturesAsync(limit, before, new PictureFilter { Contributor = contributor }, cancellationToken);

    /// <summary>Public pictures, newest first; null when <paramref name="before"/> is no picture.</summary>
    public Task<IReadOnlyList<PictureView>?> ListPicturesAsync(int limit, string before, PictureFilter filter, CancellationToken cancellationToken) =>
        FindAsync<IReadOnlyList<PictureView>>(null, async options =>
        {
            var page = await _requests.ListPicturesAsync(filter.ToWire(limit, before), options);
            return [.. page.Pictures.Select(picture => picture.ToView())];
        }, cancellationToken);

    /// <summary>A picture's bytes in order. Ends in an exception when they are not the picture of this hash.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FetchPictureAsync(Person? person, string jobId, string sha256, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var fetch = _requests.FetchPicture(new() { JobId = jobId }, calls.Within(person, PictureTimeout, cancellationToken));
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
        return [.. answer.Bundles.Where(bundle => !answer.HiddenBundleIds.Contains(bundle.Id)).Select(bundle => bundle.ToView())];
    }

    public async Task<BoardView> GetLeaderboardAsync(BoardKind kind, Period period, int limit, int offset, CancellationToken cancellationToken)
    {
        var question = new GetLeaderboardRequest { Kind = kind.ToWire(), Period = period.ToWire(), Limit = limit, Offset = offset };
        return (await calls.AskAsync(options => _board.GetLeaderboardAsync(question, options).ResponseAsync, cancellationToken)).ToView(kind, period);
    }

    /// <summary>One row of a board, wherever it stands.</summary>
    public Task<BoardRow?> FindStandingAsync(BoardKind kind, Period period, string name, CancellationToken cancellationToken) =>
        FindAsync(async options => (await _board.GetStandingAsync(new() { Kind = kind.ToWire(), Period = period.ToWire(), Name = name }, options)).ToView(), cancellationToken);

    private Task<T?> FindAsync<T>(Func<CallOptions, Task<T?>> call, CancellationToken cancellationToken) where T : class => FindAsync(null, call, cancellationToken);

    private async Task<T?> FindAsync<T>(Person? person, Func<CallOptions, Task<T?>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await calls.AskAsync(person, call, cancellationToken);
        }
        catch (RpcException error) when (error.Refusal() is { Kind: RefusalKind.Gone } gone)
        {
            throw new GoneException(gone);
        }
        catch (RpcException error) when (IsNoSuchThing(error))
        {
            return null;
        }
    }

    // A name that cannot be right is answered like one that is unknown: the address leads nowhere.
    private static bool IsNoSuchThing(RpcException error) => error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument;
}

/// <summary>What became of a submission.</summary>
internal abstract record SubmitOutcome
{
    /// <param name="Key">Shows later that the request is the visitor's; empty where their account does.</param>
    internal sealed record Accepted(string RequestId, string Key) : SubmitOutcome;

    internal sealed record Refused(Refusal Refusal) : SubmitOutcome;
}
