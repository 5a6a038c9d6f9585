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
    private readonly List<Comparison> _counted = []; // by numbers: there are millions, of far fewer pictures
    private readonly Numbered _pictures = new();
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
        _counted.Add(new(_pictures.Of(row.Image0Uid), _pictures.Of(row.Image1Uid), rater, PreferenceOf(row)));
    }

    /// <summary>By uid; nothing for pictures that were not compared.</summary>
    public IReadOnlyDictionary<string, PairScore> Fit() => PairFit<string>.Run(_counted, [.. _pictures.All], _weights);

    public static Preference PreferenceOf(ComparisonRow row) => row.Label0 switch { 1 => Preference.Left, 0 => Preference.Right, _ => Preference.Tie };
}
