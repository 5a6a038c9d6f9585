namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>Everybody's answers on one scale, and what they come to.</summary>
/// <param name="Mean">Of all answers.</param>
/// <param name="Deviation">Of all answers.</param>
/// <param name="Raters">By rater.</param>
/// <param name="Evidence">By rater, with the agreement that was found.</param>
/// <param name="Items">By item; null for one without answers.</param>
internal sealed record FittedRatings(double Mean, double Deviation, IReadOnlyList<RaterScale> Raters, IReadOnlyList<RaterEvidence> Evidence, IReadOnlyList<RatingAggregate?> Items);

/// <summary>
/// Who is reliable and what items are worth, found from each other: items' means by the raters' weights, raters' agreement as their correlation with the others' mean of the
/// same item, weights by the agreement; a fixed number of rounds from what is known without the others. Answers are taken in one order, so their order changes no bit. Pure.
/// </summary>
internal static class FitRatings
{
    private const int Rounds = 8;

    /// <param name="evidence">By rater; agreement in it is passed over.</param>
    public static FittedRatings Fit(IEnumerable<Rating> ratings, int items, IReadOnlyList<RaterEvidence> evidence)
    {
        var answers = ratings.OrderBy(rating => rating.Item).ThenBy(rating => rating.Rater).ThenBy(rating => rating.Value).ToArray();
        var (mean, deviation) = Moments(answers);
        var found = evidence.ToArray();
        var raters = ScalesOf(answers, [.. evidence.Select(one => ReliabilityPolicy.Weight(one with { Compared = 0 }))], mean, deviation);
        for (var round = 0; round < Rounds && answers.Length > 0; round++)
        {
            AgreementOf(answers, raters, items, found);
            raters = ScalesOf(answers, [.. found.Select(ReliabilityPolicy.Weight)], mean, deviation);
        }
        var byItem = answers.ToLookup(answer => answer.Item, answer => (answer.Value, raters[answer.Rater]));
        return new(mean, deviation, raters, found, [.. Enumerable.Range(0, items).Select(item => byItem.Contains(item) ? RatingAggregate.Of([.. byItem[item]], mean, deviation) : null)]);
    }

    private static (double Mean, double Deviation) Moments(Rating[] answers)
    {
        if (answers.Length == 0)
            return (0, 1);
        var mean = answers.Average(answer => answer.Value);
        return (mean, Math.Max(0.1, Math.Sqrt(answers.Average(answer => (answer.Value - mean) * (answer.Value - mean)))));
    }

    private static RaterScale[] ScalesOf(Rating[] answers, double[] weights, double mean, double deviation)
    {
        var (counts, sums, squares) = (new int[weights.Length], new double[weights.Length], new double[weights.Length]);
        foreach (var answer in answers)
        {
            counts[answer.Rater]++;
            sums[answer.Rater] += answer.Value;
            squares[answer.Rater] += answer.Value * answer.Value;
        }
        return [.. weights.Select((weight, rater) => RaterScale.Of(counts[rater], sums[rater], squares[rater], mean, deviation, weight))];
    }

    private static void AgreementOf(Rating[] answers, RaterScale[] raters, int items, RaterEvidence[] evidence)
    {
        var (weights, sums) = (new double[items], new double[items]);
        foreach (var answer in answers)
        {
            var weight = raters[answer.Rater].Load;
            weights[answer.Item] += weight;
            sums[answer.Item] += weight * raters[answer.Rater].Standard(answer.Value);
        }
        var correlations = new Correlation[raters.Length];
        foreach (var answer in answers)
        {
            var (own, weight) = (raters[answer.Rater].Standard(answer.Value), raters[answer.Rater].Load);
            if (weights[answer.Item] - weight > 1e-9)
                correlations[answer.Rater] = correlations[answer.Rater].With(own, (sums[answer.Item] - (weight * own)) / (weights[answer.Item] - weight));
        }
        for (var rater = 0; rater < raters.Length; rater++)
            evidence[rater] = evidence[rater] with { Agreement = correlations[rater].Value, Compared = correlations[rater].Count };
    }
}
