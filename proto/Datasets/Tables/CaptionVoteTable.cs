using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "caption_votes", in their order.</summary>
public static class CaptionVoteTable
{
    public const string Name = "caption_votes";

    public static ParquetColumns<CaptionVoteRow> Columns { get; } = AnswerColumns.Begin<CaptionVoteRow>().Text("caption_uid", row => row.CaptionUid).Bool("is_ok", row => row.IsOk).End();
}
