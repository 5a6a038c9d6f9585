using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Deriving;

/// <summary>How far people agree about each task, over the rows of a release's tables of answers: the table "quality". Versions of a task are kept apart. Some 24 bytes an answer are held.</summary>
internal sealed class Agreements(string release)
{
    private static readonly string[] Mediums = [.. Enum.GetValues<Annotation.Answers.Medium>().Select(Judging.JudgementPolicy.NameOf)];

    private readonly SortedDictionary<(string Task, int Version), One> _tasks = [];
    private string _lastSet = "";

    public void Add(RatingRow row)
    {
        if (row.ArtifactSeverity is { } severity)
            Add("artifacts", row, row.ImageUid, severity);
        else if (row.Rating is { } rating)
            Add("aesthetic", row, row.ImageUid, rating);
    }

    /// <summary>Of an answer's rows the first counts.</summary>
    public void Add(PromptWordRow row)
    {
        if (row.TokenIndex == 0)
            Add("match", row, row.ImageUid, row.Alignment);
    }

    /// <summary>Nobody else has written it: it is only counted.</summary>
    public void Add(CaptionRow row) => Add("caption", row, row.AnnotationUid, 0);

    public void Add(CaptionVoteRow row) => Add("caption_vote", row, row.CaptionUid, row.IsOk ? 1 : 0);

    /// <summary>Whether there is anything at all.</summary>
    public void Add(FlagRow row) => Add("flags", row, row.ImageUid, row.Flags.Count > 0 ? 1 : 0);

    /// <summary>The medium.</summary>
    public void Add(TagRow row) => Add("tags", row, row.ImageUid, Array.IndexOf(Mediums, row.Medium));

    /// <summary>Of two pictures whichever is better, not whichever side. What is best of their own only its author says: such answers are only counted.</summary>
    public void Add(ComparisonRow row)
    {
        if (!Counted.IsOfPicture(row))
            return;
        if (row.Task == Counted.Compare)
            Of(row.Task, row.TaskVersion).Add(PairOf(row, out var isInOrder), row.RaterKey, isInOrder ? row.Label0 : row.Label1);
        else if (_lastSet != row.AnnotationUid)
            Of(row.Task, row.TaskVersion).Add(_lastSet = row.AnnotationUid, row.RaterKey, 0);
    }

    /// <param name="versionOf">The version of a task whose answers are aggregated.</param>
    /// <param name="mean">Of everybody's ratings.</param>
    /// <param name="deviation">Of everybody's ratings.</param>
    public IEnumerable<QualityRow> Rows(Func<string, int> versionOf, float mean, float deviation)
    {
        foreach (var ((task, version), one) in _tasks)
        {
            var (alpha, items, raters) = one.Reckon(MetricOf(task));
            var isAggregated = versionOf(task) == version;
            yield return new()
            {
                Release = release, Task = task, TaskVersion = version, IsAggregated = isAggregated, Answers = one.Count, Alpha = (float?)alpha, Metric = MetricOf(task) == AlphaMetric.Interval ? "interval" : "nominal",
                Items = items, Raters = raters, Mean = isAggregated && task == "aesthetic" ? mean : null, Deviation = isAggregated && task == "aesthetic" ? deviation : null,
            };
        }
    }

    private static string PairOf(ComparisonRow row, out bool isInOrder)
    {
        isInOrder = string.CompareOrdinal(row.Image0Uid, row.Image1Uid) < 0;
        return isInOrder ? $"{row.Image0Uid} {row.Image1Uid}" : $"{row.Image1Uid} {row.Image0Uid}";
    }

    /// <summary>As the answers are aggregated: means of scales, majorities of words.</summary>
    private static AlphaMetric MetricOf(string task) => task is "aesthetic" or "artifacts" or "match" ? AlphaMetric.Interval : AlphaMetric.Nominal;

    private void Add(string task, AnswerRow row, string item, double value)
    {
        if (Counted.IsOfPicture(row))
            Of(task, row.TaskVersion).Add(item, row.RaterKey, value);
    }

    private One Of(string task, int version)
    {
        if (!_tasks.TryGetValue((task, version), out var one))
            _tasks.Add((task, version), one = new());
        return one;
    }

    private sealed class One
    {
        private readonly Numbered _items = new();
        private readonly Numbered _raters = new();
        private readonly List<Rating> _ratings = [];

        public int Count => _ratings.Count;

        public void Add(string item, string? rater, double value) => _ratings.Add(new(_items.Of(item), _raters.Of(rater ?? ""), value));

        public FoundAgreement Reckon(AlphaMetric metric) => FoundAgreement.Of(_ratings, metric);
    }
}
