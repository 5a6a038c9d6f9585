using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.Jobs;

/// <summary>What the site asks the coordinator around a request.</summary>
internal sealed class AskingGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Asking.AskingClient _asking = new(channel);
    private readonly Requests.RequestsClient _requests = new(channel);

    public async Task<EstimateOutcome> EstimateAsync(PictureAsk ask, Person? person, CancellationToken cancellationToken)
    {
        var submission = ask.ToWire();
        (submission.Settings.Prompt, submission.Settings.NegativePrompt) = ("", "");
        var question = new EstimateRequest { Settings = submission.Settings, Count = ask.Count, Requester = ask.Requester, Verified = ask.IsVerified };
        try
        {
            var answer = await calls.AskAsync(person, options => _asking.EstimateAsync(question, options).ResponseAsync, cancellationToken);
            return new EstimateOutcome.Estimated(ToView(answer));
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new EstimateOutcome.Refused(refusal);
        }
    }

    /// <summary>Ends what is not rendered yet.</summary>
    public Task<ChangeOutcome> CancelAsync(RequestClaim claim, Person? person, CancellationToken cancellationToken) =>
        ChangeAsync(person, options => _requests.CancelAsync(new() { RequestId = claim.RequestId, RequestKey = claim.Key }, options).ResponseAsync, cancellationToken);

    /// <summary>Has what failed tried again.</summary>
    public Task<ChangeOutcome> RetryAsync(RequestClaim claim, Person? person, CancellationToken cancellationToken) =>
        ChangeAsync(person, options => _asking.RetryAsync(new() { RequestId = claim.RequestId, RequestKey = claim.Key }, options).ResponseAsync, cancellationToken);

    private async Task<ChangeOutcome> ChangeAsync(Person? person, Func<CallOptions, Task<Contracts.V1.RequestView>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new ChangeOutcome.Changed((await calls.AskAsync(person, call, cancellationToken)).ToView());
        }
        catch (RpcException error) when (error.Refusal() is { } refusal)
        {
            return new ChangeOutcome.Refused(refusal);
        }
    }

    private static EstimateView ToView(EstimateResponse estimate) => new(
        estimate.MflopPerPicture,
        estimate.EtaHighMs > 0 ? new(TimeSpan.FromMilliseconds(estimate.EtaLowMs), TimeSpan.FromMilliseconds(estimate.EtaHighMs)) : null,
        estimate.WorkersOnline, estimate.WorkersAble,
        estimate.Nearest is { } nearest ? new(nearest.BundleId, nearest.Width, nearest.Height) : null)
    {
        PriorityMflop = estimate.PriorityMflop,
        PriorityTakenMflop = estimate.PriorityTakenMflop,
    };
}
