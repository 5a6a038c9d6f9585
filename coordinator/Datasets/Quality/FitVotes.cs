namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>
/// Who is reliable where an answer is one of several words. A rater's agreement is (p - e) / (1 - e): p the mean weighted share of the others' votes on the same items that say
/// the same, e what it would be if both sides drew their words blindly as often as they use them (J. Cohen, "A Coefficient of Agreement for Nominal Scales", 1960). Rounds and order as in <see cref="FitRatings"/>. Pure.
/// </summary>
internal static class FitVotes
{
    private const int Rounds = 8;

    /// <returns>By rater, with the agreement that was found.</returns>
    /// <param name="labels">How many words there are.</param>
    /// <param name="evidence">By rater; agreement in it is passed over.</param>
    public static IReadOnlyList<RaterEvidence> Fit(IEnumerable<Vote> votes, int items, int labels, IReadOnlyList<RaterEvidence> evidence)
    {
        var answers = votes.OrderBy(vote => vote.Item).ThenBy(vote => vote.Rater).ThenBy(vote => vote.Label).ToArray();
        var (found, weights) = (evidence.ToArray(), evidence.Select(one => ReliabilityPolicy.Weight(one with { Compared = 0 })).ToArray());
        for (var round = 0; round < Rounds; round++)
        {
            AgreementOf(answers, weights, items, labels, found);
            weights = [.. found.Select(ReliabilityPolicy.Weight).Select(weight => ReliabilityPolicy.IsAggregated(weight) ? weight : 0)];
        }
        return found;
    }

    private static void AgreementOf(Vote[] votes, double[] weights, int items, int labels, RaterEvidence[] evidence)
    {
        var shares = new double[items * labels];
        foreach (var vote in votes)
            shares[(vote.Item * labels) + vote.Label] += weights[vote.Rater];
        var (own, others) = (new double[weights.Length * labels], new double[weights.Length * labels]);
        var (same, counts) = (new double[weights.Length], new int[weights.Length]);
        foreach (var vote in votes)
        {
            var item = shares.AsSpan(vote.Item * labels, labels);
            var rest = -weights[vote.Rater];
            foreach (var share in item)
                rest += share;
            if (rest <= 1e-9)
                continue;
            counts[vote.Rater]++;
            own[(vote.Rater * labels) + vote.Label]++;
            for (var label = 0; label < labels; label++)
            {
                var share = (item[label] - (label == vote.Label ? weights[vote.Rater] : 0)) / rest;
                others[(vote.Rater * labels) + label] += share;
                same[vote.Rater] += label == vote.Label ? share : 0;
            }
        }
        for (var rater = 0; rater < weights.Length; rater++)
            evidence[rater] = evidence[rater] with { Compared = counts[rater], Agreement = BeyondChance(same[rater], counts[rater], own.AsSpan(rater * labels, labels), others.AsSpan(rater * labels, labels)) };
    }

    private static double BeyondChance(double same, int count, ReadOnlySpan<double> own, ReadOnlySpan<double> others)
    {
        if (count == 0)
            return 0;
        var expected = 0.0;
        for (var label = 0; label < own.Length; label++)
            expected += own[label] / count * (others[label] / count);
        return expected > 1 - 1e-9 ? 0 : Math.Clamp(((same / count) - expected) / (1 - expected), -1, 1);
    }
}
