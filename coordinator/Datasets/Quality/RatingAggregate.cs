namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>What several raters' answers on a scale come to, for one item.</summary>
/// <param name="Count">Answers, also those that are not weighed.</param>
/// <param name="Mean">Of all, on the scale.</param>
/// <param name="Deviation">Of all, around their mean; 0 for one.</param>
/// <param name="WeightedMean">On the scale, but for raters' habits it may lie a little beyond its ends. Null where no rater counts.</param>
/// <param name="LowerBound">Of the weighted mean, at 97.5 %; to sort by. Null likewise.</param>
internal sealed record RatingAggregate(int Count, double Mean, double Deviation, double? WeightedMean, double? LowerBound)
{
    /// <summary>Of a normal distribution, two-sided 95 %.</summary>
    public const double Normal95 = 1.959964;

    /// <summary>Answers with everybody's deviation that stand before the item's own: one answer has no deviation, and two may agree by chance.</summary>
    private const double PriorAnswers = 2;

    /// <summary>
    /// The plain mean, and the weighted mean of the answers in raters' own terms, z = (x - mean of the rater) / deviation of the rater, put back on the scale: m + s x sum(l z) / sum(l) with the raters' <see cref="RaterScale.Load"/>s l. The lower bound is
    /// that less 1.96 s x sqrt(v / n), where n = sum(l)^2 / sum(l^2) are the answers' effective number (L. Kish, "Survey Sampling", 1965) and v is their weighted variance under a prior of two answers of variance 1.
    /// </summary>
    /// <param name="answers">At least one.</param>
    /// <param name="mean">Everybody's.</param>
    /// <param name="deviation">Everybody's.</param>
    public static RatingAggregate Of(IReadOnlyList<(double Value, RaterScale Scale)> answers, double mean, double deviation)
    {
        var plain = answers.Average(answer => answer.Value);
        var spread = answers.Count < 2 ? 0 : Math.Sqrt(answers.Sum(answer => (answer.Value - plain) * (answer.Value - plain)) / (answers.Count - 1));
        var weighed = answers.Where(answer => answer.Scale.Load > 0).Select(answer => (Standard: answer.Scale.Standard(answer.Value), answer.Scale.Load)).ToList();
        if (weighed.Count == 0)
            return new(answers.Count, plain, spread, null, null);
        var (load, squares) = (weighed.Sum(one => one.Load), weighed.Sum(one => one.Load * one.Load));
        var middle = weighed.Sum(one => one.Load * one.Standard) / load;
        var effective = load * load / squares;
        var around = weighed.Sum(one => one.Load * (one.Standard - middle) * (one.Standard - middle)) / load * effective;
        var error = Math.Sqrt((around + PriorAnswers) / (effective + PriorAnswers) / effective);
        return new(answers.Count, plain, spread, mean + (deviation * middle), mean + (deviation * (middle - (Normal95 * error))));
    }
}
