using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>What became of pictures, asked for many at once.</summary>
internal sealed class OutcomesGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private const int AtOnce = 100;

    private readonly Outcomes.OutcomesClient _outcomes = new(channel);

    /// <summary>By picture; those that nothing became of are not there. Empty where the coordinator does not know yet.</summary>
    /// <param name="jobIds">At most 100 are told of.</param>
    public async Task<IReadOnlyDictionary<string, OutcomeView>> OfAsync(IEnumerable<string> jobIds, CancellationToken cancellationToken)
    {
        var asked = jobIds.Take(AtOnce).ToList();
        if (asked.Count == 0)
            return new Dictionary<string, OutcomeView>();
        try
        {
            var told = await calls.AskAsync(options => _outcomes.ListAsync(new() { JobIds = { asked } }, options).ResponseAsync, cancellationToken);
            return told.Outcomes.ToDictionary(one => one.JobId, one => new OutcomeView(one.Ratings, one.HasRatingMean ? one.RatingMean : null, [.. one.Versions]));
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unimplemented)
        {
            return new Dictionary<string, OutcomeView>(); // one of an earlier release
        }
    }
}
