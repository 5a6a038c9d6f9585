using System.Text.Json;
using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>What the answers about one picture come to, given what is known of the raters. Pure; comparisons and flags are fitted over all pictures, see <see cref="FitJudgements"/>.</summary>
internal static class JudgementPolicy
{
    private const int LeastTags = 2;

    /// <param name="answers">Of this picture.</param>
    public static void Judge(PictureJudgement judgement, IEnumerable<GivenAnswer> answers, RaterBook raters)
    {
        var byKind = answers.Where(answer => answer.IsOfPicture).OrderBy(answer => answer.Id.Value).ToLookup(answer => answer.Value.Kind);
        JudgeRatings(judgement, byKind[TaskKind.Aesthetic], raters);
        JudgeArtifacts(judgement, Weighed<ArtifactsAnswer>(byKind, raters));
        JudgeMatches(judgement, Weighed<MatchAnswer>(byKind, raters));
        JudgeTags(judgement, Weighed<TagsAnswer>(byKind, raters));
        JudgeCaptions(judgement, [.. byKind[TaskKind.Caption]], Weighed<CaptionVoteAnswer>(byKind, raters));
    }

    /// <summary>A choice as it is stored and released.</summary>
    public static string NameOf<T>(T choice) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(choice.ToString());

    private static void JudgeRatings(PictureJudgement judgement, IEnumerable<GivenAnswer> answers, RaterBook raters)
    {
        var (everybody, ratings) = (raters.Everybody(TaskKind.Aesthetic), new List<(double, RaterScale)>());
        foreach (var answer in answers)
        {
            if (EvidencePolicy.RatingOf(answer.Value) is { } rating)
                ratings.Add((rating, raters.Of(answer.RaterMark, TaskKind.Aesthetic)));
        }
        var aggregate = ratings.Count > 0 ? RatingAggregate.Of(ratings, everybody.Mean, everybody.Deviation) : null;
        (judgement.Ratings, judgement.RatingMean, judgement.RatingDeviation) = (ratings.Count, aggregate?.Mean, aggregate?.Deviation);
        (judgement.RatingWeighted, judgement.RatingBound) = (aggregate?.WeightedMean, aggregate?.LowerBound);
    }

    private static void JudgeArtifacts(PictureJudgement judgement, List<(ArtifactsAnswer Answer, double Weight)> answers)
    {
        judgement.Artifacts = answers.Count;
        judgement.ArtifactMean = Majority.Mean(answers.Select(one => ((double)one.Answer.Severity, one.Weight)));
        judgement.ArtifactMap = ArtifactMap.Mean(answers.Select(one => ((IReadOnlyList<(double, double)>)[.. one.Answer.Points.Select(point => (point.X / (double)ArtifactPoint.Scale, point.Y / (double)ArtifactPoint.Scale))], one.Weight)));
    }

    private static void JudgeMatches(PictureJudgement judgement, List<(MatchAnswer Answer, double Weight)> answers)
    {
        judgement.Matches = answers.Count;
        judgement.AlignmentMean = Majority.Mean(answers.Select(one => ((double)one.Answer.Overall, one.Weight)));
        var words = answers.Count > 0 ? answers[0].Answer.Words : [];
        var alike = answers.FindAll(one => one.Answer.Words.SequenceEqual(words)); // a prompt that was cut otherwise has other places
        judgement.MissingWords = string.Join('\n', Majority.Places(alike.Select(one => ((IReadOnlyCollection<int>)one.Answer.Missing, one.Weight))).Select(place => words[place]));
        judgement.WrongWords = string.Join('\n', Majority.Places(alike.Select(one => ((IReadOnlyCollection<int>)one.Answer.Wrong, one.Weight))).Select(place => words[place]));
    }

    private static void JudgeTags(PictureJudgement judgement, List<(TagsAnswer Answer, double Weight)> answers)
    {
        judgement.TagAnswers = answers.Count;
        judgement.Medium = Majority.Of(answers.Select(one => (NameOf(one.Answer.Medium), one.Weight)), LeastTags) ?? "";
        judgement.Subject = Majority.Of(answers.Select(one => (NameOf(one.Answer.Subject), one.Weight)), LeastTags) ?? "";
    }

    /// <summary>Of those that others take, the one with the most weight for it; of equal ones the first.</summary>
    private static void JudgeCaptions(PictureJudgement judgement, List<GivenAnswer> captions, List<(CaptionVoteAnswer Answer, double Weight)> votes)
    {
        var byCaption = votes.ToLookup(vote => vote.Answer.CaptionId, vote => (vote.Answer.IsOk, vote.Weight));
        var best = captions.Where(caption => Majority.Takes(byCaption[caption.Id.ToString()])).MaxBy(caption => byCaption[caption.Id.ToString()].Where(vote => vote.IsOk).Sum(vote => vote.Weight));
        judgement.Caption = (best?.Value as CaptionAnswer)?.Caption ?? "";
    }

    private static List<(T Answer, double Weight)> Weighed<T>(ILookup<TaskKind, GivenAnswer> byKind, RaterBook raters) where T : TaskAnswer =>
        [.. byKind.SelectMany(kind => kind).Where(answer => answer.Value is T).Select(answer => ((T)answer.Value, raters.Of(answer.RaterMark, answer.Value.Kind).Weight))];
}
