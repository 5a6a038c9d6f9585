namespace LaionGrid.Datasets.Tables;

/// <summary>Whether somebody found a caption right.</summary>
public sealed record CaptionVoteRow : AnswerRow
{
    /// <summary>annotation_uid of the caption in "captions".</summary>
    public required string CaptionUid { get; init; }

    public required bool IsOk { get; init; }
}
