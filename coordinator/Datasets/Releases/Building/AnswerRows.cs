using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Datasets.Tables;
using Preference = LaionGrid.Coordinator.Annotation.Answers.Preference;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>People's answers as rows of the raw tables.</summary>
internal sealed class AnswerRows(string version, ReleaseRaters raters)
{
    /// <summary>Votes that count which a caption needs to be told: as many as it needs to be taken.</summary>
    private const int LeastVotes = 3;

    public RatingRow Rating(Answer answer, int? rating, int? severity) => Of(answer, new RatingRow { Rating = rating, ArtifactSeverity = severity });

    public IEnumerable<MarkRow> Marks(Answer answer, ArtifactsAnswer artifacts) => artifacts.Points.Select(point => Of(answer, new MarkRow
    {
        Kind = "artifact", Type = JudgementPolicy.NameOf(point.Type), X = point.X / (float)ArtifactPoint.Scale, Y = point.Y / (float)ArtifactPoint.Scale,
    }));

    public IEnumerable<PromptWordRow> Words(Answer answer, MatchAnswer match) => match.Words.Select((word, place) => Of(answer, new PromptWordRow
    {
        TokenIndex = place, Token = word, Label = match.Missing.Contains(place) ? "missing" : match.Wrong.Contains(place) ? "wrong" : "ok", Alignment = match.Overall,
    }));

    public FlagRow Flags(Answer answer, FlagsAnswer flags) => Of(answer, new FlagRow { Flags = [.. flags.Flags.Select(JudgementPolicy.NameOf).Where(FlagScores.Released.Contains)] });

    public TagRow Tags(Answer answer, TagsAnswer tags) => Of(answer, new TagRow { Medium = JudgementPolicy.NameOf(tags.Medium), Subject = JudgementPolicy.NameOf(tags.Subject) });

    /// <summary>Null where too few that count have voted.</summary>
    /// <param name="votes">On this caption.</param>
    public CaptionRow? Caption(Answer answer, CaptionAnswer caption, IReadOnlyList<CaptionVoteRow> votes)
    {
        var counted = votes.Where(vote => Counted.IsOfPicture(vote) && vote.TaskVersion == TaskRules.Of(TaskKind.CaptionVote).Version && ReliabilityPolicy.IsAggregated(vote.Weight)).ToList();
        if (counted.Count < LeastVotes)
            return null;
        var isTaken = Majority.Takes(counted.Select(vote => (vote.IsOk, (double)vote.Weight)));
        return Of(answer, new CaptionRow { Draft = caption.Draft, Caption = isTaken ? caption.Caption : null, VotesOk = counted.Count(vote => vote.IsOk), VotesBad = counted.Count(vote => !vote.IsOk), Accepted = isTaken });
    }

    public CaptionVoteRow Vote(Answer answer, CaptionVoteAnswer vote) => Of(answer, new CaptionVoteRow { CaptionUid = vote.CaptionId, IsOk = vote.IsOk });

    /// <summary>The pairs that it compares: one of two pictures that were shown, of a set its best with each of the others.</summary>
    /// <param name="modelOf">The model of a picture that the release has; null of any other, and then nothing is said of it.</param>
    public IEnumerable<ComparisonRow> Comparisons(Answer answer, TaskAnswer value, (RequestId Id, string Prompt) request, Func<JobId, string?> modelOf) => value switch
    {
        CompareAnswer compare when answer.OtherJobId is { } other && other != answer.JobId => Pair(answer, Counted.Compare, request, answer.JobId, other, LabelOf(compare.Choice), compare.Choice == Preference.BothBad, modelOf),
        BestOfAnswer set => set.Set.Index().Where(one => one.Item != set.Best).SelectMany(one => BestPair(answer, set, one.Index, request, modelOf)),
        _ => [],
    };

    private IEnumerable<ComparisonRow> BestPair(Answer answer, BestOfAnswer set, int place, (RequestId Id, string Prompt) request, Func<JobId, string?> modelOf)
    {
        if (Ids.Read<JobId>(set.Best) is not { } best || Ids.Read<JobId>(set.Set[place]) is not { } other)
            return [];
        return set.Set.Index().First(one => one.Item == set.Best).Index < place
            ? Pair(answer, Counted.BestOf, request, best, other, 1, false, modelOf)
            : Pair(answer, Counted.BestOf, request, other, best, 0, false, modelOf);
    }

    private IEnumerable<ComparisonRow> Pair(Answer answer, string task, (RequestId Id, string Prompt) request, JobId left, JobId right, float label, bool isBothBad, Func<JobId, string?> modelOf)
    {
        if (modelOf(left) is not { } model || modelOf(right) is not { } other)
            yield break;
        yield return new()
        {
            Release = version, AnnotationUid = answer.Id.ToString(), Task = task, TaskVersion = answer.TaskVersion, RequestUid = request.Id.ToString(), Prompt = request.Prompt, Image0Uid = left.ToString(),
            Image1Uid = right.ToString(), Model0 = model, Model1 = other, Label0 = label, Label1 = 1 - label, BothBad = isBothBad, IsAuthor = answer.IsAuthor, IsRepeat = answer.RepeatOf is not null, RaterKey = raters.KeyOf(answer),
            MsSpent = answer.MsSpent, CreatedHour = Hours.Of(answer.AnsweredAt), Weight = raters.WeightOf(answer),
        };
    }

    private static float LabelOf(Preference choice) => choice switch { Preference.First => 1, Preference.Second => 0, _ => 0.5f };

    private TRow Of<TRow>(Answer answer, TRow row) where TRow : AnswerRow => (TRow)((AnswerRow)row with
    {
        Release = version, AnnotationUid = answer.Id.ToString(), ImageUid = answer.JobId.ToString(), RaterKey = raters.KeyOf(answer), TaskVersion = answer.TaskVersion, IsAuthor = answer.IsAuthor,
        IsRepeat = answer.RepeatOf is not null, MsSpent = answer.MsSpent, CreatedHour = Hours.Of(answer.AnsweredAt), Weight = raters.WeightOf(answer),
    });
}
