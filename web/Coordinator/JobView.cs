namespace LaionGrid.Web.Coordinator;

/// <summary>One picture of a request, as it stands.</summary>
public sealed record JobView
{
    public required string JobId { get; init; }

    public required int Index { get; init; }

    public required long Seed { get; init; }

    public required JobState State { get; init; }

    /// <summary>Jobs ahead; meaningful while queued.</summary>
    public required int QueuePosition { get; init; }

    public required int Step { get; init; }

    /// <summary>A small picture so far as a data URL; empty when there is none.</summary>
    public required string Preview { get; init; }

    /// <summary>Empty before the first attempt.</summary>
    public required string Worker { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>As its request, where that is shown with it.</summary>
    public bool IsVerified { get; init; }

    /// <summary>For people; empty unless failed.</summary>
    public required string Failure { get; init; }

    public required string FailureCode { get; init; }

    /// <summary>Lower-case hex; empty before the picture is here.</summary>
    public required string Sha256 { get; init; }

    /// <summary>From now; null when nothing is known.</summary>
    public Arrival? Arrival { get; init; }

    public bool IsFinal => State is JobState.Done or JobState.Failed or JobState.Cancelled;

    public bool HasPicture => State is JobState.Rendered or JobState.Done;
}

/// <summary>The range in which four of five pictures come.</summary>
public sealed record Arrival(TimeSpan Earliest, TimeSpan Latest);

/// <summary>Life of a job.</summary>
public enum JobState
{
    Held,
    Queued,
    Leased,
    Rendered,
    Done,
    Failed,
    Cancelled,
}

/// <summary>What verification decided about a picture.</summary>
public enum Verdict
{
    None,
    Pending,
    Accepted,
    Rejected,
    AcceptedUnaudited,
    Recalled,
}
