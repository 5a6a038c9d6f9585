namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>
/// Agreement of any number of raters with gaps: alpha = 1 - observed / expected disagreement, from the matrix of coincidences, where each pair of answers within an item of m answers counts 1 / (m - 1)
/// (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011). Pure.
/// </summary>
internal static class KrippendorffAlpha
{
    /// <summary>1 for full agreement, 0 for what chance would give, below for less. Null where nothing is to be compared: no item has two answers, or all answers are one.</summary>
    public static double? Of(IEnumerable<Rating> ratings, AlphaMetric metric)
    {
        var items = ratings.GroupBy(rating => rating.Item, rating => rating.Value).OrderBy(item => item.Key).Select(item => item.Order().ToArray()).Where(item => item.Length > 1).ToList();
        var values = items.SelectMany(item => item).Distinct().Order().ToArray();
        if (values.Length < 2)
            return null;
        var places = values.Select((value, place) => (value, place)).ToDictionary(pair => pair.value, pair => pair.place);
        var coincidences = Coincidences(items, places);
        var totals = Enumerable.Range(0, values.Length).Select(row => Enumerable.Range(0, values.Length).Sum(column => coincidences[row, column])).ToArray();
        var (observed, expected) = (0.0, 0.0);
        for (var one = 0; one < values.Length; one++)
        {
            for (var other = one + 1; other < values.Length; other++)
            {
                var apart = Apart(metric, values, totals, one, other);
                observed += coincidences[one, other] * apart;
                expected += totals[one] * totals[other] * apart;
            }
        }
        return 1 - ((totals.Sum() - 1) * observed / expected);
    }

    private static double[,] Coincidences(List<double[]> items, Dictionary<double, int> places)
    {
        var coincidences = new double[places.Count, places.Count];
        foreach (var counts in items.Select(item => (item.Length, Values: item.GroupBy(value => places[value]).Select(group => (Place: group.Key, Count: group.Count())).ToList())))
        {
            foreach (var one in counts.Values)
            {
                foreach (var other in counts.Values)
                    coincidences[one.Place, other.Place] += (double)one.Count * (other.Count - (one.Place == other.Place ? 1 : 0)) / (counts.Length - 1);
            }
        }
        return coincidences;
    }

    private static double Apart(AlphaMetric metric, double[] values, double[] totals, int one, int other)
    {
        if (metric == AlphaMetric.Nominal)
            return 1;
        var apart = metric == AlphaMetric.Interval ? values[other] - values[one] : totals.AsSpan(one, other - one + 1).ToArray().Sum() - ((totals[one] + totals[other]) / 2);
        return apart * apart;
    }
}
