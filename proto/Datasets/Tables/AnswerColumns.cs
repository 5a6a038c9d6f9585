using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns that all tables of answers share: some before a table's own, the others behind them.</summary>
internal static class AnswerColumns
{
    public static ParquetColumns<TRow> Begin<TRow>() where TRow : AnswerRow => new ParquetColumns<TRow>()
        .Text("release", row => row.Release).Text("annotation_uid", row => row.AnnotationUid).Text("image_uid", row => row.ImageUid).TextOrNull("rater_key", row => row.RaterKey).Int32("task_version", row => row.TaskVersion);

    public static ParquetColumns<TRow> End<TRow>(this ParquetColumns<TRow> columns) where TRow : AnswerRow => columns
        .Bool("is_author", row => row.IsAuthor).Bool("is_repeat", row => row.IsRepeat).Int32("ms_spent", row => row.MsSpent).Timestamp("created_hour", row => row.CreatedHour).Float("weight", row => row.Weight);
}
