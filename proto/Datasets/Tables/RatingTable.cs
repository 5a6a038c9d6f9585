using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "ratings", in their order.</summary>
public static class RatingTable
{
    public const string Name = "ratings";

    public static ParquetColumns<RatingRow> Columns { get; } = AnswerColumns.Begin<RatingRow>().Int32OrNull("rating", row => row.Rating).Int32OrNull("artifact_severity", row => row.ArtifactSeverity).End();
}
