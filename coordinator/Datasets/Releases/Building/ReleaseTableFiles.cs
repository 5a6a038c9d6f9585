using LaionGrid.Coordinator.Datasets.Releases.Texts;
using LaionGrid.Datasets.Parquet;
using LaionGrid.Datasets.Tables;
using RemovedTable = LaionGrid.Datasets.Tables.TombstoneTable;

namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>All tables of a release while they are written.</summary>
internal sealed class ReleaseTableFiles(StagingFolder folder) : IDisposable
{
    public const string Tombstones = "tombstones.parquet";

    private readonly List<TableFacts> _facts = [];

    public TableFile<ImageRow> Images { get; } = new(folder, PathOf(ImageTable.Name), ImageTable.Columns);

    public TableFile<RatingRow> Ratings { get; } = new(folder, PathOf(RatingTable.Name), RatingTable.Columns);

    public TableFile<ComparisonRow> Comparisons { get; } = new(folder, PathOf(ComparisonTable.Name), ComparisonTable.Columns);

    public TableFile<MarkRow> Marks { get; } = new(folder, PathOf(MarkTable.Name), MarkTable.Columns);

    public TableFile<PromptWordRow> Words { get; } = new(folder, PathOf(PromptWordTable.Name), PromptWordTable.Columns);

    public TableFile<CaptionRow> Captions { get; } = new(folder, PathOf(CaptionTable.Name), CaptionTable.Columns);

    public TableFile<CaptionVoteRow> CaptionVotes { get; } = new(folder, PathOf(CaptionVoteTable.Name), CaptionVoteTable.Columns);

    public TableFile<FlagRow> Flags { get; } = new(folder, PathOf(FlagTable.Name), FlagTable.Columns);

    public TableFile<TagRow> Tags { get; } = new(folder, PathOf(TagTable.Name), TagTable.Columns);

    public TableFile<RaterRow> Raters { get; } = new(folder, PathOf(RaterTable.Name), RaterTable.Columns);

    public TableFile<QualityRow> Quality { get; } = new(folder, PathOf(QualityTable.Name), QualityTable.Columns);

    public TableFile<LaionRow> Laion { get; } = new(folder, PathOf(LaionTable.Name), LaionTable.Columns);

    public TableFile<ModelRow> Models { get; } = new(folder, PathOf(ModelTable.Name), ModelTable.Columns);

    public TableFile<TombstoneRow> Removed { get; } = new(folder, Tombstones, RemovedTable.Columns);

    /// <summary>Ends all files, and says what is in them.</summary>
    public IReadOnlyList<TableFacts> Finish()
    {
        Finish(Images, ImageTable.Name, PathOf(ImageTable.Name), ImageTable.Columns, "One row a picture: prompt, settings, scores, and what people's judgements come to.");
        Finish(Ratings, RatingTable.Name, PathOf(RatingTable.Name), RatingTable.Columns, "Each judgement of one picture as it was given: how much it is liked, 1 to 10, or how broken it is, 0 to 5.");
        Finish(Comparisons, ComparisonTable.Name, PathOf(ComparisonTable.Name), ComparisonTable.Columns, "Which of two pictures of one prompt was liked better, as it was given.");
        Finish(Marks, MarkTable.Name, PathOf(MarkTable.Name), MarkTable.Columns, "Each point of a picture where somebody saw a fault, and of what kind.");
        Finish(Words, PromptWordTable.Name, PathOf(PromptWordTable.Name), PromptWordTable.Columns, "Which words of its prompt a picture leaves out or gets wrong, word by word as people marked them.");
        Finish(Captions, CaptionTable.Name, PathOf(CaptionTable.Name), CaptionTable.Columns, "What is visible, in people's words, once others have voted on it.");
        Finish(CaptionVotes, CaptionVoteTable.Name, PathOf(CaptionVoteTable.Name), CaptionVoteTable.Columns, "Each vote on a caption.");
        Finish(Flags, FlagTable.Name, PathOf(FlagTable.Name), FlagTable.Columns, "What people would hide a picture for.");
        Finish(Tags, TagTable.Name, PathOf(TagTable.Name), TagTable.Columns, "What a picture looks made with and is of, as people say.");
        Finish(Raters, RaterTable.Name, PathOf(RaterTable.Name), RaterTable.Columns, "Who answered, by a key of this release alone, for how long and how much in wide ranges, and how far each task's answers of theirs are trusted.");
        Finish(Quality, QualityTable.Name, PathOf(QualityTable.Name), QualityTable.Columns, "How far people agreed about each task: Krippendorff's alpha, and on how many raters and items it stands.");
        Finish(Models, ModelTable.Name, PathOf(ModelTable.Name), ModelTable.Columns, "The models that the pictures were made with, and their licences.");
        Finish(Laion, LaionTable.Name, PathOf(LaionTable.Name), LaionTable.Columns, "The pictures as LAION's metadata files have them, for downloaders made for those.");
        Finish(Removed, RemovedTable.Name, Tombstones, RemovedTable.Columns, "What was released once and is gone for good: no content, only that it was.");
        return _facts;
    }

    public void Dispose()
    {
        Images.Dispose();
        Ratings.Dispose();
        Comparisons.Dispose();
        Marks.Dispose();
        Words.Dispose();
        Captions.Dispose();
        CaptionVotes.Dispose();
        Flags.Dispose();
        Tags.Dispose();
        Raters.Dispose();
        Quality.Dispose();
        Laion.Dispose();
        Models.Dispose();
        Removed.Dispose();
    }

    /// <summary>Where a table lies in a release.</summary>
    public static string PathOf(string table) => $"data/{table}/000000.parquet";

    private void Finish<TRow>(TableFile<TRow> file, string name, string path, ParquetColumns<TRow> columns, string about)
    {
        file.Finish();
        _facts.Add(new(name, path, file.Count, about, [.. columns.All.Select(column => (column.Name, column.Type, column.IsNullable))]));
    }
}
