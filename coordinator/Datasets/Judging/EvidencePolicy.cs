using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Annotation.Answers;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>What a kind of task's answers say of their raters. Pure.</summary>
internal static class EvidencePolicy
{
    /// <summary>Points of the scale; 0 for a task that has none.</summary>
    public static int PointsOf(TaskKind kind) => kind switch
    {
        TaskKind.Aesthetic => 10,
        TaskKind.Artifacts => 6,
        TaskKind.Match => 5,
        _ => 0,
    };

    /// <summary>Where the answer lies on its task's scale; null for "cannot judge", and where there is no scale.</summary>
    public static double? RatingOf(TaskAnswer answer) => answer switch
    {
        AestheticAnswer aesthetic => aesthetic.Rating,
        ArtifactsAnswer artifacts => artifacts.Severity,
        MatchAnswer match => match.Overall,
        _ => null,
    };

    /// <summary>Which word the answer says where there is no scale; null where two answers are never alike.</summary>
    public static int? LabelOf(TaskAnswer answer) => answer switch
    {
        FlagsAnswer flags => flags.Flags.Count > 0 ? 1 : 0,
        TagsAnswer tags => (int)tags.Medium,
        CaptionVoteAnswer vote => vote.IsOk ? 1 : 0,
        _ => null,
    };

    /// <summary>Nobody looks at a picture, decides and answers sooner, in milliseconds.</summary>
    public static int LeastMs(TaskKind kind) => kind switch
    {
        TaskKind.Artifacts or TaskKind.Match => 1500,
        TaskKind.Caption => 3000,
        _ => 700,
    };

    /// <summary>By rater, without agreement.</summary>
    public static RaterEvidence[] Gather(TaskKind kind, IReadOnlyList<GivenAnswer> answers, IReadOnlyDictionary<string, int> raters)
    {
        var (evidence, byId) = (new RaterEvidence[raters.Count], answers.ToDictionary(answer => answer.Id));
        foreach (var answer in answers)
        {
            var one = evidence[raters[answer.RaterMark]];
            if (answer.GoldPassed is { } passed)
                one = one with { GoldSeen = one.GoldSeen + 1, GoldRight = one.GoldRight + (passed ? 1 : 0) };
            if (answer.RepeatOf is { } earlier && byId.TryGetValue(earlier, out var before))
                one = one with { RepeatsSeen = one.RepeatsSeen + 1, RepeatsKept = one.RepeatsKept + Kept(kind, before.Value, answer.Value) };
            if (answer.MsSpent > 0)
                one = one with { Timed = one.Timed + 1, Hurried = one.Hurried + (answer.MsSpent < LeastMs(kind) ? 1 : 0) };
            evidence[raters[answer.RaterMark]] = one;
        }
        return evidence;
    }

    private static double Kept(TaskKind kind, TaskAnswer before, TaskAnswer after) => (RatingOf(before), RatingOf(after)) switch
    {
        ({ } first, { } second) => ReliabilityPolicy.Kept(first, second, PointsOf(kind)),
        _ => AnswerJson.Write(before) == AnswerJson.Write(after) ? 1 : 0,
    };
}
