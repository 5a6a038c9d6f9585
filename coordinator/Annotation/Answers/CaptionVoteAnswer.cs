namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary><c>{"captionId":"id","isOk":true}</c>.</summary>
/// <param name="CaptionId">The answer that the caption is.</param>
/// <param name="IsOk">Whether it says literally what is visible.</param>
internal sealed record CaptionVoteAnswer(string CaptionId, bool IsOk) : TaskAnswer
{
    public override TaskKind Kind => TaskKind.CaptionVote;

    public override string? Fault() => CaptionId.Length == 32 && CaptionId.All(char.IsAsciiHexDigitLower) ? null : "A vote names the caption that it is about.";
}
