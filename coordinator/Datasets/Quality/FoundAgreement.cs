namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>Agreement, and what it stands on.</summary>
/// <param name="Alpha">See <see cref="KrippendorffAlpha"/>; null where nothing can be compared.</param>
/// <param name="Items">Those with at least two answers.</param>
/// <param name="Raters">Whose answers those are.</param>
internal readonly record struct FoundAgreement(double? Alpha, int Items, int Raters)
{
    public static FoundAgreement Of(IReadOnlyList<Rating> ratings, AlphaMetric metric)
    {
        var answers = ratings.CountBy(rating => rating.Item).ToDictionary();
        return new(KrippendorffAlpha.Of(ratings, metric), answers.Count(item => item.Value > 1), ratings.Where(rating => answers[rating.Item] > 1).Select(rating => rating.Rater).Distinct().Count());
    }
}
