using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Refusal = LaionGrid.Coordinator.Edge.Refusal;

namespace LaionGrid.Coordinator.Datasets.Outcomes;

/// <summary>What became of pictures, on the wire.</summary>
internal sealed class OutcomesGrpc(ViewOutcomes view) : Contracts.V1.Outcomes.OutcomesBase
{
    private const int MaxPictures = 100;

    public override async Task<ListOutcomesResponse> List(ListOutcomesRequest request, ServerCallContext context)
    {
        if (request.JobIds.Count is 0 or > MaxPictures)
            throw Refusal.Invalid("job_ids.count", "job_ids", $"This is told of 1 to {MaxPictures} pictures at once; this asks for {request.JobIds.Count}.").ToRpc();
        var outcomes = await view.RunAsync([.. request.JobIds.Select(id => Ids.Read<JobId>(id)).OfType<JobId>()], context.CancellationToken);
        return new() { Outcomes = { outcomes.Select(ToWire) } };
    }

    private static Contracts.V1.PictureOutcome ToWire(PictureOutcome outcome)
    {
        var message = new Contracts.V1.PictureOutcome { JobId = outcome.JobId.ToString(), Ratings = outcome.Ratings, Versions = { outcome.Versions } };
        if (outcome.RatingMean is { } mean)
            message.RatingMean = mean;
        return message;
    }
}
