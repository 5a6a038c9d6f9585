namespace LaionGrid.Datasets.Tables;

/// <summary>A sentence that says what is visible, and what others thought of it. Only those are here on which at least three people voted that count.</summary>
public sealed record CaptionRow : AnswerRow
{
    /// <summary>What was to be mended, as it was shown; empty where nothing was.</summary>
    public required string Draft { get; init; }

    /// <summary>Null where it was not accepted: nobody stands for such words.</summary>
    public string? Caption { get; init; }

    /// <summary>Null where it is not known.</summary>
    public string? Lang { get; init; }

    /// <summary>Votes for it, of people that count.</summary>
    public required int VotesOk { get; init; }

    public required int VotesBad { get; init; }

    /// <summary>Whether three fifths of the votes' weight are for it.</summary>
    public required bool Accepted { get; init; }
}
