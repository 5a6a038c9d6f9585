using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "flags", in their order.</summary>
public static class FlagTable
{
    public const string Name = "flags";

    public static ParquetColumns<FlagRow> Columns { get; } = AnswerColumns.Begin<FlagRow>().TextList("flags", row => row.Flags).End();
}
