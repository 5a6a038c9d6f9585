namespace LaionGrid.Coordinator.Annotation.Board;

/// <summary>What a rater has done in all.</summary>
internal sealed record AnnotatorTotals
{
    public required IReadOnlyDictionary<TaskKind, int> Answers { get; init; }

    public required int GoldPassed { get; init; }

    public required int GoldFailed { get; init; }

    /// <summary>Days of UTC on which anything was answered.</summary>
    public required int Days { get; init; }

    public int All => Answers.Values.Sum();
}

/// <summary>A few badges of those who judge pictures. Pure; what is earned stays, as it is reckoned from answers, which stay.</summary>
internal static class AnnotatorBadges
{
    private const int SharpGold = 20;
    private const double SharpShare = 0.95;

    /// <returns>Codes, in the order in which they are shown.</returns>
    public static IReadOnlyList<string> Of(AnnotatorTotals totals) =>
    [
        .. new[] { (1, "first_answer"), (100, "hundred_answers"), (1000, "thousand_answers") }.Where(step => totals.All >= step.Item1).Select(step => step.Item2),
        .. totals.Answers.Keys.Intersect(TaskRules.Mixed).Count() == TaskRules.Mixed.Count ? ["all_rounder"] : Array.Empty<string>(),
        .. totals.Answers.GetValueOrDefault(TaskKind.Caption) >= 10 ? ["describer"] : Array.Empty<string>(),
        .. totals.GoldPassed + totals.GoldFailed >= SharpGold && totals.GoldPassed >= SharpShare * (totals.GoldPassed + totals.GoldFailed) ? ["sharp_eye"] : Array.Empty<string>(),
        .. totals.Days >= 7 ? ["seven_days"] : Array.Empty<string>(),
    ];
}
