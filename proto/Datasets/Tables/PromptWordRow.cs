namespace LaionGrid.Datasets.Tables;

/// <summary>What somebody said of one word of a picture's prompt. An answer has a row for each word that was shown.</summary>
public sealed record PromptWordRow : AnswerRow
{
    /// <summary>The word's place, from 0.</summary>
    public required int TokenIndex { get; init; }

    /// <summary>The word as it was shown.</summary>
    public required string Token { get; init; }

    /// <summary>"ok", "missing" or "wrong".</summary>
    public required string Label { get; init; }

    /// <summary>How well the picture follows the whole prompt, 1 (not at all) to 5 (wholly): the same in all rows of an answer.</summary>
    public required int Alignment { get; init; }
}
