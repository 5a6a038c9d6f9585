using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "marks", in their order.</summary>
public static class MarkTable
{
    public const string Name = "marks";

    public static ParquetColumns<MarkRow> Columns { get; } = AnswerColumns.Begin<MarkRow>().Text("kind", row => row.Kind).Text("type", row => row.Type).Float("x", row => row.X).Float("y", row => row.Y).End();
}
