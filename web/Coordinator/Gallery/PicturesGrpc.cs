using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;
using RequestView = LaionGrid.Web.Coordinator.Jobs.RequestView;
using Visibility = LaionGrid.Web.Coordinator.Jobs.Visibility;

namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>What people do with their pictures, as the site asks for it.</summary>
internal sealed class PicturesGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Pictures.PicturesClient _pictures = new(channel);

    /// <returns>How many of them are the person's, and changed now.</returns>
    public Task<int> ChangeVisibilityAsync(Person person, IEnumerable<string> jobIds, Visibility visibility, CancellationToken cancellationToken)
    {
        var message = new ChangeVisibilityRequest { JobIds = { jobIds }, Visibility = visibility.ToWire() };
        return CountAsync(person, async options => (await _pictures.ChangeVisibilityAsync(message, options)).JobIds.Count, cancellationToken);
    }

    /// <returns>How many of them were the person's, and are gone now.</returns>
    public Task<int> DeleteAsync(Person person, IEnumerable<string> jobIds, CancellationToken cancellationToken)
    {
        var message = new DeletePicturesRequest { JobIds = { jobIds } };
        return CountAsync(person, async options => (await _pictures.DeleteAsync(message, options)).JobIds.Count, cancellationToken);
    }

    /// <summary>What a picture was made from and what was made from it, as this person may see it; null when there is no such picture.</summary>
    public Task<LineageView?> FindLineageAsync(Person? person, string jobId, CancellationToken cancellationToken) => FindAsync(person, async options =>
    {
        var found = await _pictures.GetLineageAsync(new() { JobId = jobId }, options);
        return new LineageView(found.Parent?.ToView(), [.. found.Variations.Select(picture => picture.ToView())]);
    }, cancellationToken);

    /// <summary>The id of the picture that a file is, if this person may see it; null for none.</summary>
    public Task<string?> RecogniseAsync(Person? person, string sha256, CancellationToken cancellationToken) =>
        FindAsync(person, async options => (string?)(await _pictures.RecogniseAsync(new() { Sha256 = sha256 }, options)).JobId, cancellationToken);

    /// <summary>The person's own requests, newest first; null when <paramref name="before"/> is none of them.</summary>
    /// <param name="before">Those older than this one; empty for the newest.</param>
    /// <param name="words">Each stands in the prompt; empty for all.</param>
    public Task<IReadOnlyList<RequestView>?> ListOwnAsync(Person person, int limit, string before, string words, CancellationToken cancellationToken) =>
        FindAsync<IReadOnlyList<RequestView>>(person, async options =>
        {
            var page = await _pictures.ListOwnAsync(new() { Limit = limit, BeforeRequestId = before, Words = words }, options);
            return [.. page.Requests.Select(request => request.ToView())];
        }, cancellationToken);

    private async Task<T?> FindAsync<T>(Person? person, Func<CallOptions, Task<T?>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await calls.AskAsync(person, call, cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private async Task<int> CountAsync(Person person, Func<CallOptions, Task<int>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.AskAsync(person, call, cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return 0;
        }
    }
}
