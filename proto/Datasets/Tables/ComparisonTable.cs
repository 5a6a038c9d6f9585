using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "comparisons", in their order.</summary>
public static class ComparisonTable
{
    public const string Name = "comparisons";

    public static ParquetColumns<ComparisonRow> Columns { get; } = new ParquetColumns<ComparisonRow>()
        .Text("release", row => row.Release).Text("annotation_uid", row => row.AnnotationUid).Text("request_uid", row => row.RequestUid).Text("prompt", row => row.Prompt)
        .Text("image_0_uid", row => row.Image0Uid).Text("image_1_uid", row => row.Image1Uid).Text("model_0", row => row.Model0).Text("model_1", row => row.Model1)
        .Float("label_0", row => row.Label0).Float("label_1", row => row.Label1).Bool("both_bad", row => row.BothBad).Bool("is_author", row => row.IsAuthor)
        .TextOrNull("rater_key", row => row.RaterKey).Int32("ms_spent", row => row.MsSpent).Timestamp("created_hour", row => row.CreatedHour).Float("weight", row => row.Weight)
        .Text("task", row => row.Task).Int32("task_version", row => row.TaskVersion).Bool("is_repeat", row => row.IsRepeat);
}
