using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>What comparisons of named things come to, for one of them.</summary>
internal readonly record struct PairScore(int Comparisons, double Score, double Error);

/// <summary>Fits comparisons of things that are no numbers. Pure.</summary>
internal static class PairFit<T> where T : notnull
{
    /// <param name="reliabilities">By rater.</param>
    public static IReadOnlyDictionary<T, PairScore> Run(IEnumerable<(T One, T Other, Preference Preference, int Rater)> answers, IReadOnlyList<double> reliabilities)
    {
        var (places, comparisons) = (new Dictionary<T, int>(), new List<Comparison>());
        foreach (var (one, other, preference, rater) in answers)
            comparisons.Add(new(Place(places, one), Place(places, other), rater, preference));
        return Run(comparisons, [.. places.OrderBy(place => place.Value).Select(place => place.Key)], reliabilities);
    }

    /// <param name="things">By the numbers that the comparisons have them by.</param>
    /// <param name="reliabilities">By rater.</param>
    public static IReadOnlyDictionary<T, PairScore> Run(IReadOnlyList<Comparison> comparisons, IReadOnlyList<T> things, IReadOnlyList<double> reliabilities)
    {
        var counts = new int[things.Count];
        foreach (var comparison in comparisons)
        {
            counts[comparison.Left]++;
            counts[comparison.Right]++;
        }
        var fitted = BradleyTerry.Fit(comparisons, things.Count, reliabilities);
        return things.Index().ToDictionary(thing => thing.Item, thing => new PairScore(counts[thing.Index], fitted.Scores[thing.Index], fitted.Errors[thing.Index]));
    }

    private static int Place(Dictionary<T, int> places, T thing)
    {
        if (!places.TryGetValue(thing, out var place))
            places[thing] = place = places.Count;
        return place;
    }
}
