using Grpc.Core;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Judgements on the wire.</summary>
internal sealed class JudgementsGrpc(ViewJudgements view) : Judgements.JudgementsBase
{
    public override async Task<Judgement> Get(GetJudgementRequest request, ServerCallContext context)
    {
        var id = Ids.Read<JobId>(request.JobId) ?? throw RequestsGrpc.UnknownJob.ToRpc();
        return ToWire(await view.OneAsync(id, Viewer.Of(context.Caller()), context.CancellationToken) ?? throw RequestsGrpc.UnknownJob.ToRpc());
    }

    public override async Task<Arena> GetArena(GetArenaRequest request, ServerCallContext context) => new()
    {
        Rows = { (await view.ArenaAsync(context.CancellationToken)).Select(ToWire) },
        LeastComparisons = view.LeastComparisons,
        Agreements = { (await view.AgreementsAsync(context.CancellationToken)).Select(ToWire) },
    };

    private static ArenaRow ToWire(ArenaRating rating) => new()
    {
        BundleId = rating.BundleId,
        Comparisons = rating.Comparisons,
        Score = rating.Score,
        Low = rating.Score - (RatingAggregate.Normal95 * rating.Error),
        High = rating.Score + (RatingAggregate.Normal95 * rating.Error),
    };

    private static TaskAgreementView ToWire(TaskAgreement agreement) =>
        new() { Task = JudgementPolicy.NameOf(agreement.TaskKind), Alpha = agreement.Alpha ?? 0, Items = agreement.Items, Raters = agreement.Raters };

    private static Judgement ToWire(PictureJudgement judgement)
    {
        var message = new Judgement
        {
            Ratings = judgement.Ratings, Comparisons = judgement.Comparisons, Artifacts = judgement.Artifacts, Matches = judgement.Matches, FlagAnswers = judgement.FlagAnswers, TagAnswers = judgement.TagAnswers,
            ArtifactMap = Google.Protobuf.ByteString.CopyFrom(judgement.ArtifactMap ?? []),
            MissingWords = { Lines(judgement.MissingWords) }, WrongWords = { Lines(judgement.WrongWords) }, Flags = { Lines(judgement.Flags) },
            Medium = judgement.Medium, Subject = judgement.Subject, Caption = judgement.Caption,
        };
        Set(judgement.RatingMean, value => message.RatingMean = value);
        Set(judgement.RatingDeviation, value => message.RatingDeviation = value);
        Set(judgement.RatingWeighted, value => message.RatingWeighted = value);
        Set(judgement.RatingBound, value => message.RatingLow = value);
        Set(judgement.Score, value => message.Score = value);
        Set(judgement.ScoreError, value => message.ScoreError = value);
        Set(judgement.ArtifactMean, value => message.ArtifactMean = value);
        Set(judgement.AlignmentMean, value => message.AlignmentMean = value);
        return message;
    }

    private static void Set(double? value, Action<double> set)
    {
        if (value is { } number)
            set(number);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
