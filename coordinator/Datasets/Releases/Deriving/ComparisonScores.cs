using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>
/// The columns bt_score and bt_se of a release: fitted over the rows of its own "comparisons" and nothing else, so that whoever has the rows has the scores. Rows have to be added in their order: pictures and raters are numbered by it, and
/// sums are taken in the order of the numbers.
/// </summary>
internal sealed class ComparisonScores
{
    private readonly List<(string, string, Preference, int)> _counted = [];
    private readonly Numbered _raters = new();
    private readonly List<double> _weights = [];

    /// <param name="row">Of a version that is aggregated.</param>
    public void Add(ComparisonRow row)
    {
        if (!Counted.IsCounted(row))
            return;
        var rater = _raters.Of(row.RaterKey ?? "");
        if (rater == _weights.Count)
            _weights.Add(row.Weight);
        _counted.Add((row.Image0Uid, row.Image1Uid, PreferenceOf(row), rater));
    }

    /// <summary>By uid; nothing for pictures that were not compared.</summary>
    public IReadOnlyDictionary<string, PairScore> Fit() => PairFit<string>.Run(_counted, _weights);

    public static Preference PreferenceOf(ComparisonRow row) => row.Label0 switch { 1 => Preference.Left, 0 => Preference.Right, _ => Preference.Tie };
}
