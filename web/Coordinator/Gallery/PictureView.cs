using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Coordinator.Gallery;

/// <summary>A rendered picture with where it came from.</summary>
public sealed record PictureView
{
    public required JobView Job { get; init; }

    public required RenderSettings Settings { get; init; }

    public required string RequestId { get; init; }

    /// <summary>The account that gets the credit.</summary>
    public required string Contributor { get; init; }

    public required string Device { get; init; }

    public required TimeSpan RenderTime { get; init; }

    public required long CreditMflop { get; init; }

    public required long PngBytes { get; init; }

    public required DateTimeOffset RenderedAt { get; init; }

    /// <summary>Null when the worker said nothing.</summary>
    public required PictureScores? Scores { get; init; }

    public PictureCheck Check => Job.Check;

    /// <summary>Whether its bytes are sent to everybody.</summary>
    public bool IsShown => Check is PictureCheck.Safe or PictureCheck.Unchecked or PictureCheck.None;

    /// <summary>As the worker reported it; may be empty.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>Whether whom it was read for asked for it.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Empty before the verdict.</summary>
    public required IReadOnlyList<PostingView> Postings { get; init; }
}

/// <summary>One line of the ledger.</summary>
public sealed record PostingView(string PostingId, string TransactionId, string Account, long AmountMflop, string Cause, DateTimeOffset PostedAt);
