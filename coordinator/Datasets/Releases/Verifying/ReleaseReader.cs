using LaionGrid.Coordinator.Datasets.Releases.Building;
using LaionGrid.Datasets.Parquet;
using LaionGrid.Datasets.Tables;

namespace LaionGrid.Coordinator.Datasets.Releases.Verifying;

/// <summary>Reads the raw tables of a release by its files, in their order: of each row what its aggregates are reckoned from. What a file says is taken for hostile.</summary>
/// <exception cref="InvalidDataException">A table is broken, or has not the columns that it ought to have.</exception>
internal sealed class ReleaseReader(string folder)
{
    private static readonly string[] Head = ["annotation_uid", "image_uid", "rater_key", "task_version", "is_author", "is_repeat", "weight"];

    private static readonly string[] Tables =
    [
        ImageTable.Name, RatingTable.Name, ComparisonTable.Name, MarkTable.Name, PromptWordTable.Name, CaptionTable.Name, CaptionVoteTable.Name, FlagTable.Name, TagTable.Name, RaterTable.Name, QualityTable.Name,
    ];

    private bool? _hasBuckets;

    /// <summary>Whether all tables are there that aggregates are reckoned from.</summary>
    public bool IsWhole => Array.TrueForAll(Tables, table => File.Exists(PathOf(table)));

    public IEnumerable<RatingRow> Ratings() => Answers(RatingTable.Name, ["rating", "artifact_severity"], row => new RatingRow { Rating = (int?)(long?)row[0], ArtifactSeverity = (int?)(long?)row[1] });

    public IEnumerable<PromptWordRow> Words() => Answers(PromptWordTable.Name, ["token_index", "token", "label", "alignment"], row => new PromptWordRow { TokenIndex = Number(row[0]), Token = Text(row[1]), Label = Text(row[2]), Alignment = Number(row[3]) });

    public IEnumerable<MarkRow> Marks() => Answers(MarkTable.Name, ["kind", "type", "x", "y"], row => new MarkRow { Kind = Text(row[0]), Type = Text(row[1]), X = Float(row[2]), Y = Float(row[3]) });

    public IEnumerable<CaptionRow> Captions() => Answers(CaptionTable.Name, ["draft", "caption", "votes_ok", "votes_bad", "accepted"], row => new CaptionRow
    {
        Draft = Text(row[0]), Caption = (string?)row[1], VotesOk = Number(row[2]), VotesBad = Number(row[3]), Accepted = Bool(row[4]),
    });

    public IEnumerable<CaptionVoteRow> Votes() => Answers(CaptionVoteTable.Name, ["caption_uid", "is_ok"], row => new CaptionVoteRow { CaptionUid = Text(row[0]), IsOk = Bool(row[1]) });

    public IEnumerable<FlagRow> Flags() => Answers(FlagTable.Name, ["flags"], row => new FlagRow { Flags = Texts(row[0]) });

    public IEnumerable<TagRow> Tags() => Answers(TagTable.Name, ["medium", "subject"], row => new TagRow { Medium = Text(row[0]), Subject = Text(row[1]) });

    public IEnumerable<ComparisonRow> Comparisons() =>
        Rows(ComparisonTable.Name, ["annotation_uid", "task", "task_version", "image_0_uid", "image_1_uid", "label_0", "label_1", "is_author", "is_repeat", "rater_key", "weight"], row => new ComparisonRow
        {
            AnnotationUid = Text(row[0]), Task = Text(row[1]), TaskVersion = Number(row[2]), Image0Uid = Text(row[3]), Image1Uid = Text(row[4]), Label0 = Float(row[5]), Label1 = Float(row[6]), IsAuthor = Bool(row[7]), IsRepeat = Bool(row[8]),
            RaterKey = (string?)row[9], Weight = Float(row[10]), Release = "", RequestUid = "", Prompt = "", Model0 = "", Model1 = "", BothBad = false, MsSpent = 0, CreatedHour = default,
        });

    public IEnumerable<QualityRow> Quality() => Rows(QualityTable.Name, ["task", "task_version", "is_aggregated", "answers", "alpha", "metric", "items", "raters", "mean", "deviation"], row => new QualityRow
    {
        Release = "", Task = Text(row[0]), TaskVersion = Number(row[1]), IsAggregated = Bool(row[2]), Answers = Number(row[3]), Alpha = FloatOrNull(row[4]), Metric = Text(row[5]), Items = Number(row[6]), Raters = Number(row[7]),
        Mean = FloatOrNull(row[8]), Deviation = FloatOrNull(row[9]),
    });

    /// <summary>Whether raters have their ranges: those of the first releases have none.</summary>
    public bool HasBuckets => _hasBuckets ??= Has(RaterTable.Name, "tenure_bucket");

    public IEnumerable<RaterRow> Raters() => Rows(RaterTable.Name,
        [
            "rater_key", "answers", "aesthetic_mean", "aesthetic_deviation", "reliability_aesthetic", "reliability_compare", "reliability_artifacts", "reliability_match", "reliability_caption", "reliability_caption_vote", "reliability_flags",
            "reliability_tags", .. HasBuckets ? (string[])["tenure_bucket", "n_bucket"] : [],
        ], row => new RaterRow
        {
            Release = "", RaterKey = Text(row[0]), Answers = Number(row[1]), AestheticMean = FloatOrNull(row[2]), AestheticDeviation = FloatOrNull(row[3]), ReliabilityAesthetic = FloatOrNull(row[4]), ReliabilityCompare = FloatOrNull(row[5]),
            ReliabilityArtifacts = FloatOrNull(row[6]), ReliabilityMatch = FloatOrNull(row[7]), ReliabilityCaption = FloatOrNull(row[8]), ReliabilityCaptionVote = FloatOrNull(row[9]), ReliabilityFlags = FloatOrNull(row[10]),
            ReliabilityTags = FloatOrNull(row[11]), TenureBucket = row.Length > 12 ? Text(row[12]) : "", NBucket = row.Length > 12 ? Text(row[13]) : "",
        });

    public IEnumerable<PictureAggregates> Images() => Rows(ImageTable.Name,
        ["uid", "n_aesthetic", "aesthetic_mean", "aesthetic_sd", "aesthetic_wmean", "artifact_mean", "alignment_mean", "bt_score", "bt_se", "caption", "flags", "tags"], row => new PictureAggregates
        {
            Uid = Text(row[0]), Ratings = Number(row[1]), Mean = FloatOrNull(row[2]), Deviation = FloatOrNull(row[3]), Weighted = FloatOrNull(row[4]), Artifacts = FloatOrNull(row[5]), Alignment = FloatOrNull(row[6]),
            Score = FloatOrNull(row[7]), ScoreError = FloatOrNull(row[8]), Caption = (string?)row[9], Flags = Texts(row[10]), Tags = Texts(row[11]),
        });

    public string PathOf(string table) => Path.Combine(folder, ReleaseTableFiles.PathOf(table));

    private IEnumerable<TRow> Answers<TRow>(string table, string[] own, Func<object?[], TRow> make) where TRow : AnswerRow => Rows(table, [.. Head, .. own], row => (TRow)((AnswerRow)make(row[Head.Length..]) with
    {
        AnnotationUid = Text(row[0]), ImageUid = Text(row[1]), RaterKey = (string?)row[2], TaskVersion = Number(row[3]), IsAuthor = Bool(row[4]), IsRepeat = Bool(row[5]), Weight = Float(row[6]),
    }));

    private IEnumerable<TRow> Rows<TRow>(string table, string[] columns, Func<object?[], TRow> make)
    {
        using var file = File.OpenRead(PathOf(table));
        foreach (var row in new ParquetReader(file).Read(columns))
            yield return make(row);
    }

    private bool Has(string table, string column)
    {
        using var file = File.OpenRead(PathOf(table));
        return new ParquetReader(file).Columns.Contains(column);
    }

    private static string Text(object? value) => value as string ?? throw Other("a text", value);

    private static IReadOnlyList<string> Texts(object? value) => value as string[] ?? throw Other("a list of texts", value);

    private static bool Bool(object? value) => value as bool? ?? throw Other("a truth value", value);

    private static int Number(object? value) => (int)(value as long? ?? throw Other("a number", value));

    private static float Float(object? value) => (float)(value as double? ?? throw Other("a number", value));

    private static float? FloatOrNull(object? value) => (float?)(value as double?);

    private static InvalidDataException Other(string wanted, object? found) => new($"There is {found?.GetType().Name ?? "nothing"} where {wanted} ought to be.");
}
