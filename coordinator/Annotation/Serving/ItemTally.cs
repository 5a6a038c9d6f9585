using LaionGrid.Coordinator.Annotation.Answers;

namespace LaionGrid.Coordinator.Annotation.Serving;

/// <summary>What was answered about one item so far.</summary>
/// <param name="Given">Answers that count: no gold, no repeats, none of the author's.</param>
/// <param name="Spread">How far they are apart, 0 (of one mind) to 1.</param>
internal readonly record struct ItemTally(int Given, double Spread)
{
    private const double Split = 0.5;
    private const double WidestDeviation = 3; // of ratings, as good as no agreement
    private const double Accepted = 0.6; // share of votes by which a caption holds

    /// <summary>Of answers of one kind to one item. Those of a pair are turned beforehand so that the same picture is first in all.</summary>
    public static ItemTally Of(IReadOnlyList<TaskAnswer> answers) => new(answers.Count, answers.Count < 2 ? 0 : answers[0] switch
    {
        AestheticAnswer => Deviation([.. answers.OfType<AestheticAnswer>().Select(answer => answer.Rating).OfType<int>()]),
        CompareAnswer => 1 - (Math.Abs(answers.Count(answer => answer is CompareAnswer { Choice: Preference.First }) - answers.Count(answer => answer is CompareAnswer { Choice: Preference.Second })) / (double)answers.Count),
        CaptionVoteAnswer => 1 - Math.Abs((2.0 * answers.Count(answer => answer is CaptionVoteAnswer { IsOk: true }) / answers.Count) - 1),
        FlagsAnswer => answers.Select(AnswerJson.Write).Distinct(StringComparer.Ordinal).Count() > 1 ? 1 : 0,
        _ => 0,
    });

    /// <summary>A caption that enough have voted on, and too few for.</summary>
    public static bool IsRejected(IReadOnlyList<TaskAnswer> votes) => votes.Count >= TaskRules.Of(TaskKind.CaptionVote).Wanted
        && votes.Count(vote => vote is CaptionVoteAnswer { IsOk: true }) < Accepted * votes.Count;

    /// <summary>Answers that it should have: more where those it has disagree.</summary>
    public int Wanted(TaskKind kind) => TaskRules.Of(kind) is var rule && Given >= rule.Wanted && Spread >= Split ? rule.Wanted + rule.More : rule.Wanted;

    public bool IsDone(TaskKind kind) => Given >= Wanted(kind);

    private static double Deviation(List<int> ratings)
    {
        if (ratings.Count < 2)
            return 0;
        var mean = ratings.Average();
        return Math.Min(1, Math.Sqrt(ratings.Sum(rating => (rating - mean) * (rating - mean)) / (ratings.Count - 1)) / WidestDeviation);
    }
}
