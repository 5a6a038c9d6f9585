namespace LaionGrid.Coordinator.Datasets.Quality;

/// <summary>What most of the weight says. Raters that do not count are left out; ties and bare halves are no majority. Pure.</summary>
internal static class Majority
{
    /// <summary>Share of the votes by which a corrected caption is taken, as Open-Assistant took its texts.</summary>
    public const double CaptionShare = 0.6;

    private const int CaptionVotes = 3;

    /// <summary>The word with more than half of the weight, of at least so many raters that count; null where none has.</summary>
    public static T? Of<T>(IEnumerable<(T Word, double Weight)> votes, int least = 1) where T : class
    {
        var counted = votes.Where(vote => ReliabilityPolicy.IsAggregated(vote.Weight)).ToList();
        var half = counted.Sum(vote => vote.Weight) / 2;
        return counted.GroupBy(vote => vote.Word).Where(votes => votes.Count() >= least && votes.Sum(vote => vote.Weight) > half).Select(votes => votes.Key).FirstOrDefault();
    }

    /// <summary>Places of a prompt's words that most of the weight marked; in order.</summary>
    /// <param name="answers">Each rater's marked places and weight.</param>
    public static IReadOnlyList<int> Places(IEnumerable<(IReadOnlyCollection<int> Marked, double Weight)> answers)
    {
        var counted = answers.Where(answer => ReliabilityPolicy.IsAggregated(answer.Weight)).ToList();
        var half = counted.Sum(answer => answer.Weight) / 2;
        return [.. counted.SelectMany(answer => answer.Marked.Distinct().Select(place => (place, answer.Weight))).GroupBy(mark => mark.place).Where(place => place.Sum(mark => mark.Weight) > half).Select(place => place.Key).Order()];
    }

    /// <summary>Whether votes take a caption: at least three that count, and three fifths of their weight for it.</summary>
    public static bool Takes(IEnumerable<(bool IsOk, double Weight)> votes)
    {
        var counted = votes.Where(vote => ReliabilityPolicy.IsAggregated(vote.Weight)).ToList();
        return counted.Count >= CaptionVotes && counted.Where(vote => vote.IsOk).Sum(vote => vote.Weight) >= CaptionShare * counted.Sum(vote => vote.Weight) - 1e-12;
    }

    /// <summary>The weighted mean of those who count; null where nobody does.</summary>
    public static double? Mean(IEnumerable<(double Value, double Weight)> answers)
    {
        var counted = answers.Where(answer => ReliabilityPolicy.IsAggregated(answer.Weight)).ToList();
        return counted.Count == 0 ? null : counted.Sum(answer => answer.Value * answer.Weight) / counted.Sum(answer => answer.Weight);
    }
}
