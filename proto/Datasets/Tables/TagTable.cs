using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "tags", in their order.</summary>
public static class TagTable
{
    public const string Name = "tags";

    public static ParquetColumns<TagRow> Columns { get; } = AnswerColumns.Begin<TagRow>().Text("medium", row => row.Medium).Text("subject", row => row.Subject).End();
}
