using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "quality", in their order.</summary>
public static class QualityTable
{
    public const string Name = "quality";

    public static ParquetColumns<QualityRow> Columns { get; } = new ParquetColumns<QualityRow>()
        .Text("release", row => row.Release).Text("task", row => row.Task).Int32("task_version", row => row.TaskVersion).Bool("is_aggregated", row => row.IsAggregated).Int32("answers", row => row.Answers)
        .FloatOrNull("alpha", row => row.Alpha).Text("metric", row => row.Metric).Int32("items", row => row.Items).Int32("raters", row => row.Raters).FloatOrNull("mean", row => row.Mean).FloatOrNull("deviation", row => row.Deviation);
}
