using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>What the raw rows of a release come to, by picture: by the formulas that built it, out of its files alone. All its answers are held in memory.</summary>
internal sealed class DerivedPictures
{
    private const int LeastTags = 2;

    private readonly Dictionary<string, RatingSums> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(double, RaterScale)>> _ratings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(double, double)>> _alignments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TagRow>> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CaptionRow>> _captions = new(StringComparer.Ordinal);
    private readonly ILookup<string, (bool IsOk, double Weight)> _votes;
    private readonly IReadOnlyDictionary<string, PairScore> _scores;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _flags;
    private readonly RaterScale _everybody;

    /// <param name="quality">The release's, which says which versions of the tasks are aggregated, and how everybody uses the scale.</param>
    /// <param name="scaleOf">How a rater uses the scale, by key.</param>
    public DerivedPictures(ReleaseReader reader, IReadOnlyList<QualityRow> quality, Func<RatingRow, RaterScale> scaleOf)
    {
        bool IsCurrent(string task, int version) => quality.Any(row => row.IsAggregated && row.Task == task && row.TaskVersion == version);
        _everybody = quality.Where(row => row is { Task: "aesthetic", IsAggregated: true }).Select(row => new RaterScale(row.Mean ?? 0, row.Deviation ?? 1, 1)).FirstOrDefault();
        foreach (var row in reader.Ratings().Where(row => IsCurrent(row.ArtifactSeverity is null ? "aesthetic" : "artifacts", row.TaskVersion)))
            AddRating(row, scaleOf);
        foreach (var row in reader.Words().Where(row => row.TokenIndex == 0 && Counted.IsOfPicture(row) && IsCurrent("match", row.TaskVersion)))
            ListOf(_alignments, row.ImageUid).Add((row.Alignment, row.Weight));
        foreach (var row in reader.Tags().Where(row => Counted.IsOfPicture(row) && IsCurrent("tags", row.TaskVersion)))
            ListOf(_tags, row.ImageUid).Add(row);
        foreach (var row in reader.Captions().Where(row => Counted.IsOfPicture(row) && IsCurrent("caption", row.TaskVersion)))
            ListOf(_captions, row.ImageUid).Add(row);
        _votes = reader.Votes().Where(row => Counted.IsOfPicture(row) && IsCurrent("caption_vote", row.TaskVersion)).ToLookup(row => row.CaptionUid, row => (row.IsOk, (double)row.Weight));
        var (scores, flags) = (new ComparisonScores(), new FlagScores());
        foreach (var row in reader.Comparisons().Where(row => IsCurrent(row.Task, row.TaskVersion)))
            scores.Add(row);
        foreach (var row in reader.Flags().Where(row => IsCurrent("flags", row.TaskVersion)))
            flags.Add(row);
        (_scores, _flags) = (scores.Fit(), flags.Fit());
    }

    /// <summary>All pictures of which there is any answer, and the table that has it.</summary>
    public IEnumerable<(string Uid, string Table)> Answered =>
    [
        .. _sums.Keys.Select(uid => (uid, RatingTable.Name)), .. _alignments.Keys.Select(uid => (uid, PromptWordTable.Name)), .. _tags.Keys.Select(uid => (uid, TagTable.Name)),
        .. _captions.Keys.Select(uid => (uid, CaptionTable.Name)), .. _scores.Keys.Select(uid => (uid, ComparisonTable.Name)), .. _flags.Keys.Select(uid => (uid, FlagTable.Name)),
    ];

    public PictureAggregates Of(string uid)
    {
        var (sums, tags) = (_sums.GetValueOrDefault(uid) ?? new(), ListIn(_tags, uid));
        var isCompared = _scores.TryGetValue(uid, out var score);
        return new()
        {
            Uid = uid, Ratings = sums.Count, Mean = sums.Mean, Deviation = sums.Deviation, Artifacts = sums.Severity,
            Weighted = ListIn(_ratings, uid) is { Count: > 0 } ratings ? (float?)RatingAggregate.Of(ratings, _everybody.Mean, _everybody.Deviation).WeightedMean : null,
            Alignment = (float?)Majority.Mean(ListIn(_alignments, uid)), Score = isCompared ? (float)score.Score : null, ScoreError = isCompared ? (float)score.Error : null, Caption = CaptionOf(uid), Flags = _flags.GetValueOrDefault(uid) ?? [],
            Tags = [.. new[] { Majority.Of(tags.Select(tag => (tag.Medium, (double)tag.Weight)), LeastTags), Majority.Of(tags.Select(tag => (tag.Subject, (double)tag.Weight)), LeastTags) }.OfType<string>()],
        };
    }

    /// <summary>Whether the votes take a caption.</summary>
    public bool Takes(string caption) => Majority.Takes(_votes[caption]);

    private string? CaptionOf(string uid) =>
        ListIn(_captions, uid).Where(caption => Takes(caption.AnnotationUid)).MaxBy(caption => _votes[caption.AnnotationUid].Where(vote => vote.IsOk).Sum(vote => vote.Weight))?.Caption;

    private void AddRating(RatingRow row, Func<RatingRow, RaterScale> scaleOf)
    {
        if (!_sums.TryGetValue(row.ImageUid, out var sums))
            _sums.Add(row.ImageUid, sums = new());
        sums.Add(row.Rating, row.ArtifactSeverity, row.IsAuthor, row.IsRepeat);
        if (row.Rating is { } rating && Counted.IsOfPicture(row))
            ListOf(_ratings, row.ImageUid).Add((rating, scaleOf(row)));
    }

    private static List<T> ListIn<T>(Dictionary<string, List<T>> lists, string uid) => lists.GetValueOrDefault(uid) ?? [];

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string uid)
    {
        if (!lists.TryGetValue(uid, out var list))
            lists.Add(uid, list = []);
        return list;
    }
}
