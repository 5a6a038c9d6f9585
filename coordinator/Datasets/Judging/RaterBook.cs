using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Datasets.Quality;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>Raters as fitted last. One that was not yet has everybody's scale, and the weight of nobody known.</summary>
internal sealed class RaterBook(IEnumerable<RaterReliability> raters)
{
    private readonly Dictionary<(string, TaskKind), RaterScale> _scales = raters.ToDictionary(rater => (rater.RaterMark, rater.TaskKind), rater => new RaterScale(rater.Mean, rater.Deviation, rater.Weight));

    /// <summary>Everybody's; before the first fit the middle of one to ten.</summary>
    public RaterScale Everybody(TaskKind kind) => _scales.GetValueOrDefault((RaterReliability.Everybody, kind), new(5.5, 2, 1));

    public RaterScale Of(string mark, TaskKind kind) => _scales.TryGetValue((mark, kind), out var scale) ? scale : Everybody(kind) with { Weight = ReliabilityPolicy.Weight(default) };
}
