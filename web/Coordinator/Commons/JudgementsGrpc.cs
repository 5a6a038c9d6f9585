using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Coordinator.Commons;

/// <summary>What people's answers come to, as the site sees it.</summary>
internal sealed class JudgementsGrpc(GrpcChannel channel, CallsGrpc calls)
{
    private readonly Judgements.JudgementsClient _judgements = new(channel);

    /// <summary>Null when there is no such picture for this person, or the coordinator judges none.</summary>
    public async Task<JudgementView?> FindAsync(Person? person, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return ToView(await calls.AskAsync(person, options => _judgements.GetAsync(new() { JobId = jobId }, options).ResponseAsync, cancellationToken));
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument or StatusCode.Unimplemented)
        {
            return null;
        }
    }

    public async Task<ArenaView> GetArenaAsync(CancellationToken cancellationToken)
    {
        var arena = await calls.AskAsync(options => _judgements.GetArenaAsync(new(), options).ResponseAsync, cancellationToken);
        return new([.. arena.Rows.Select(row => new ArenaRowView(row.BundleId, row.Comparisons, PointsOf(row.Score), PointsOf(row.Low), PointsOf(row.High)))], arena.LeastComparisons,
            [.. arena.Agreements.Select(one => new AgreementView(one.Task, one.Alpha, one.Items, one.Raters))]);
    }

    /// <summary>On the scale that chess players know: 400 points are odds of ten to one.</summary>
    private static double PointsOf(double score) => 1000 + (400 / Math.Log(10) * score);

    private static JudgementView ToView(Judgement told) => new(
        told.Ratings, told.HasRatingMean ? told.RatingMean : null, told.HasRatingWeighted ? told.RatingWeighted : null, told.HasRatingLow ? told.RatingLow : null,
        told.Comparisons, told.HasScore ? told.Score : null, told.HasScoreError ? told.ScoreError : null,
        told.Artifacts, told.HasArtifactMean ? told.ArtifactMean : null, told.Matches, told.HasAlignmentMean ? told.AlignmentMean : null)
    {
        MissingWords = [.. told.MissingWords], WrongWords = [.. told.WrongWords], Flags = [.. told.Flags], Medium = told.Medium, Subject = told.Subject, Caption = told.Caption,
    };
}
