namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>What comparisons come to.</summary>
/// <param name="Scores">By item, natural logarithms of strengths: an item of one more is preferred e times as often, ties aside. 0 for one that was never compared.</param>
/// <param name="Errors">By item, standard errors of the scores.</param>
/// <param name="Ties">How often equals tie: nu / (2 + nu) of the time.</param>
/// <param name="Qualities">By rater, the share of answers that are informed and not by chance.</param>
/// <param name="Objectives">By iteration, the penalized log-likelihood before it; it never falls.</param>
/// <param name="HasConverged">Whether scores came to rest before the iterations were over.</param>
internal sealed record FittedComparisons(double[] Scores, double[] Errors, double Ties, double[] Qualities, IReadOnlyList<double> Objectives, bool HasConverged)
{
    /// <summary>Of an item's score, at 97.5 %; to sort by.</summary>
    public double LowerBound(int item) => Scores[item] - (RatingAggregate.Normal95 * Errors[item]);
}

/// <summary>
/// Strengths of items from comparisons by raters of unequal quality, all at once. Items of strengths a and b: the first is preferred with probability a / d, the second with b / d, neither with nu sqrt(ab) / d,
/// d = a + b + nu sqrt(ab) (R. R. Davidson, "On Extending the Bradley-Terry Model to Accommodate Ties in Paired Comparison Experiments", 1970). A rater of quality q answers so with
/// probability q and else blindly, each answer a third of the time: Dawid's and Skene's idea for pairs, as in X. Chen et al., "Pairwise Ranking Aggregation in a Crowdsourced Setting", 2013, whose raters err by swapping.
/// <para>Fitted by expectation-maximization (A. P. Dempster, N. M. Laird, D. B. Rubin, 1977): the chance that an answer was informed is its weight; with the weights, nu and strengths take a step of
/// D. R. Hunter's minorization ("MM Algorithms for Generalized Bradley-Terry Models", 2004). Both never lower the likelihood; leaps between them that would are not taken. Comparisons are sorted first and summed in that order, so neither
/// their order nor which item was on which side changes a bit of the result. Pure.</para>
/// </summary>
internal static class BradleyTerry
{
    /// <param name="reliabilities">By rater, 0 to 1: where qualities begin.</param>
    /// <exception cref="ArgumentException">An item is compared with itself.</exception>
    public static FittedComparisons Fit(IEnumerable<Comparison> comparisons, int items, IReadOnlyList<double> reliabilities, BradleyTerrySettings? settings = null)
    {
        var sorted = comparisons.Select(comparison => comparison.Canonical).ToArray();
        if (Array.Exists(sorted, comparison => comparison.Left == comparison.Right))
            throw new ArgumentException("An item cannot be compared with itself.", nameof(comparisons));
        Array.Sort(sorted);
        var fit = new BradleyTerryFit(sorted, items, reliabilities, settings ?? BradleyTerrySettings.Default);
        fit.Run();
        return fit.Result();
    }
}
