using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Gallery;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>
/// The coordinator for programs: every call carries the program's own key as it came, or none, and the coordinator decides what that allows. What it refuses is
/// thrown as <see cref="RefusedException"/>.
/// </summary>
internal sealed class ApiGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private static readonly TimeSpan PictureTimeout = TimeSpan.FromMinutes(1);

    private readonly Requests.RequestsClient _requests = new(channel);

    public async Task<RequestView> SubmitAsync(CallerKey key, PictureAsk ask, CancellationToken cancellationToken) =>
        (await AskAsync(key, options => _requests.SubmitAsync(ask.ToWire(), options).ResponseAsync, cancellationToken)).Request.ToView();

    public async Task<RequestView> GetAsync(CallerKey key, string requestId, CancellationToken cancellationToken) =>
        (await AskAsync(key, options => _requests.GetAsync(new() { RequestId = requestId }, options).ResponseAsync, cancellationToken)).ToView();

    /// <param name="requestKey">That it was asked for under; empty where the caller's key is enough.</param>
    public async Task<RequestView> CancelAsync(CallerKey key, string requestId, string requestKey, CancellationToken cancellationToken) =>
        (await AskAsync(key, options => _requests.CancelAsync(new() { RequestId = requestId, RequestKey = requestKey }, options).ResponseAsync, cancellationToken)).ToView();

    public async Task<PictureView> GetPictureAsync(CallerKey key, string jobId, CancellationToken cancellationToken) =>
        (await AskAsync(key, options => _requests.GetPictureAsync(new() { JobId = jobId }, options).ResponseAsync, cancellationToken)).ToView();

    /// <summary>The request as it stands now and again at each change, until it is final.</summary>
    public async IAsyncEnumerable<RequestView> WatchAsync(CallerKey key, string requestId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = _requests.Watch(new() { RequestId = requestId, Previews = true }, key.Options(cancellationToken));
        while (await StepAsync(() => watch.ResponseStream.MoveNext(cancellationToken), cancellationToken))
            yield return watch.ResponseStream.Current.ToView();
    }

    /// <summary>A picture's bytes, all of them.</summary>
    public async Task<byte[]> FetchPictureAsync(CallerKey key, string jobId, CancellationToken cancellationToken)
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        whole.CancelAfter(PictureTimeout);
        using var fetch = _requests.FetchPicture(new() { JobId = jobId }, key.Options(whole.Token));
        using var bytes = new MemoryStream();
        while (await StepAsync(() => fetch.ResponseStream.MoveNext(whole.Token), cancellationToken))
            fetch.ResponseStream.Current.Data.WriteTo(bytes);
        return bytes.ToArray();
    }

    private async Task<T> AskAsync<T>(CallerKey key, Func<CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.AskAsync(options => call(options.WithHeaders(key.Headers)), cancellationToken);
        }
        catch (RpcException error) when (RefusalOf(error) is { } refusal)
        {
            throw new RefusedException(refusal, error);
        }
    }

    private static async Task<bool> StepAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await CallsGrpc.GuardAsync(step, cancellationToken);
        }
        catch (RpcException error) when (RefusalOf(error) is { } refusal)
        {
            throw new RefusedException(refusal, error);
        }
    }

    private static Refusal? RefusalOf(RpcException error) => error.Refusal() ?? (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument ? Unknown : null);

    private static Refusal Unknown { get; } = new() { Kind = RefusalKind.NotFound, Code = "id.unknown", Message = "There is nothing with this id. Take it from the answer that named it, as it is." };
}
