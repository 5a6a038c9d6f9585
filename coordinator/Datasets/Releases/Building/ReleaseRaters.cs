using LaionGrid.Coordinator.Annotation;
using LaionGrid.Coordinator.Datasets.Judging;
using LaionGrid.Coordinator.Datasets.Quality;
using LaionGrid.Coordinator.Datasets.Releases.Deriving;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Datasets.Tables;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>
/// The raters of a release as it tells them: trust rounded down to twentieths, scales to tenths. Its aggregates are reckoned with these numbers and no finer ones, so that they can be reckoned again; and numbers that are no finer than what is known do
/// not give people away who are in two releases.
/// </summary>
internal sealed class ReleaseRaters(string version, DateTimeOffset bound, ReleaseKeys keys)
{
    private const double Twentieths = 20;
    private const double LeastDeviation = 0.1;

    private readonly Dictionary<string, Dictionary<TaskKind, RaterScale>> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, TaskKind), RaterScale> _rounded = [];
    private readonly Dictionary<string, (DateTimeOffset First, int Count)> _answered = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Told> _told = new(StringComparer.Ordinal);

    /// <summary>Everybody's use of the scale from 1 to 10.</summary>
    public RaterScale Everybody { get; private set; }

    /// <summary>Reads who gave these answers, and everybody.</summary>
    public async Task MeetAsync(GridDb db, IEnumerable<Answer> answers, CancellationToken cancellationToken)
    {
        var marks = answers.Select(answer => answer.RaterMark).Append(RaterReliability.Everybody).Distinct().Where(mark => !_known.ContainsKey(mark)).ToList();
        foreach (var some in marks.Chunk(500))
        {
            foreach (var mark in some)
                _known.Add(mark, []);
            foreach (var rater in await db.RaterReliabilities.AsNoTracking().Where(rater => some.Contains(rater.RaterMark)).ToListAsync(cancellationToken)) // primary key
                _known[rater.RaterMark][rater.TaskKind] = new(rater.Mean, rater.Deviation, rater.Weight);
            await CountAsync(db, some, cancellationToken);
        }
        Everybody = Rounded(BookOf(RaterReliability.Everybody).Everybody(TaskKind.Aesthetic));
    }

    private async Task CountAsync(GridDb db, string[] marks, CancellationToken cancellationToken)
    {
        var rows = await db.Answers.Where(answer => marks.Contains(answer.RaterMark)).GroupBy(answer => answer.RaterMark) // index rater mark, answered at
            .Select(rater => new { Mark = rater.Key, First = rater.Min(answer => answer.AnsweredAt), Count = rater.Count() }).ToListAsync(cancellationToken);
        foreach (var rater in rows)
            _answered.Add(rater.Mark, (rater.First, rater.Count));
    }

    /// <summary>How this release tells the rater of an answer.</summary>
    public RaterScale Of(Answer answer)
    {
        var (mark, kind) = (answer.RaterMark, KindOf(answer.TaskKind));
        if (!_rounded.TryGetValue((mark, kind), out var scale))
            _rounded.Add((mark, kind), scale = Rounded(BookOf(mark).Of(mark, kind)));
        return scale;
    }

    public float WeightOf(Answer answer) => (float)Of(answer).Weight;

    public string? KeyOf(Answer answer) => keys.Of(Authors.Of(answer.RaterAccountId ?? Accounts.AccountId.Anonymous, answer.RaterMark));

    /// <summary>The raters of these answers, for judging a picture as this release does.</summary>
    public RaterBook Book(IEnumerable<Answer> answers) => new(answers.DistinctBy(answer => (answer.RaterMark, KindOf(answer.TaskKind)))
        .Select(answer => Row(answer.RaterMark, KindOf(answer.TaskKind), Of(answer))).Append(Row(RaterReliability.Everybody, TaskKind.Aesthetic, Everybody)));

    /// <summary>A row of the release is of this answer.</summary>
    public void Tell(Answer answer)
    {
        if (KeyOf(answer) is not { } key)
            return;
        if (!_told.TryGetValue(key, out var told))
            _told.Add(key, told = new());
        told.Answers++;
        told.Marks.Add(answer.RaterMark);
        told.Scales[KindOf(answer.TaskKind)] = Of(answer);
    }

    /// <summary>By key.</summary>
    public IEnumerable<RaterRow> Rows() => _told.Select(one => new RaterRow
    {
        Release = version, RaterKey = one.Key, Answers = one.Value.Answers, TenureBucket = RaterBuckets.TenureOf(bound - one.Value.Marks.Min(mark => _answered[mark].First)), NBucket = RaterBuckets.CountOf(one.Value.Marks.Sum(mark => _answered[mark].Count)),
        AestheticMean = (float?)one.Value.Find(TaskKind.Aesthetic)?.Mean, AestheticDeviation = (float?)one.Value.Find(TaskKind.Aesthetic)?.Deviation,
        ReliabilityAesthetic = one.Value.WeightOf(TaskKind.Aesthetic), ReliabilityCompare = one.Value.WeightOf(TaskKind.Compare), ReliabilityArtifacts = one.Value.WeightOf(TaskKind.Artifacts),
        ReliabilityMatch = one.Value.WeightOf(TaskKind.Match), ReliabilityCaption = one.Value.WeightOf(TaskKind.Caption), ReliabilityCaptionVote = one.Value.WeightOf(TaskKind.CaptionVote),
        ReliabilityFlags = one.Value.WeightOf(TaskKind.Flags), ReliabilityTags = one.Value.WeightOf(TaskKind.Tags),
    });

    /// <summary>Whoever says which of their own is best compares.</summary>
    private static TaskKind KindOf(TaskKind kind) => kind == TaskKind.BestOf ? TaskKind.Compare : kind;

    private RaterBook BookOf(string mark) => new((_known.GetValueOrDefault(mark) ?? []).Select(scale => Row(mark, scale.Key, scale.Value))
        .Concat(mark == RaterReliability.Everybody ? [] : _known[RaterReliability.Everybody].Select(scale => Row(RaterReliability.Everybody, scale.Key, scale.Value))));

    /// <summary>Single precision, too: that is what the columns have.</summary>
    private static RaterScale Rounded(RaterScale scale) =>
        new((float)Math.Round(scale.Mean, 1), (float)Math.Max(LeastDeviation, Math.Round(scale.Deviation, 1)), (float)(Math.Floor((scale.Weight * Twentieths) + 1e-9) / Twentieths));

    private static RaterReliability Row(string mark, TaskKind kind, RaterScale scale) =>
        new() { RaterMark = mark, TaskKind = kind, Answers = 0, Weight = scale.Weight, Mean = scale.Mean, Deviation = scale.Deviation, FittedAt = default };

    private sealed class Told
    {
        public int Answers { get; set; }

        /// <summary>Nearly always one; a row is of a person.</summary>
        public HashSet<string> Marks { get; } = new(StringComparer.Ordinal);

        public Dictionary<TaskKind, RaterScale> Scales { get; } = [];

        public RaterScale? Find(TaskKind kind) => Scales.TryGetValue(kind, out var scale) ? scale : null;

        public float? WeightOf(TaskKind kind) => (float?)Find(kind)?.Weight;
    }
}
