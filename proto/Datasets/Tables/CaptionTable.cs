using LaionGrid.Datasets.Parquet;

namespace LaionGrid.Datasets.Tables;

/// <summary>The columns of "captions", in their order.</summary>
public static class CaptionTable
{
    public const string Name = "captions";

    public static ParquetColumns<CaptionRow> Columns { get; } = AnswerColumns.Begin<CaptionRow>().Text("draft", row => row.Draft).TextOrNull("caption", row => row.Caption).TextOrNull("lang", row => row.Lang)
        .Int32("votes_ok", row => row.VotesOk).Int32("votes_bad", row => row.VotesBad).Bool("accepted", row => row.Accepted).End();
}
