using LaionGrid.Web.Coordinator.Gallery;

namespace LaionGrid.Web.Coordinator.Jobs;

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

    /// <summary>As that worker reported it; empty when it did not.</summary>
    public string Device { get; init; } = "";

    public required Verdict Verdict { get; init; }

    /// <summary>As its request, where that is shown with it.</summary>
    public bool IsVerified { get; init; }

    /// <summary>For people; empty unless failed.</summary>
    public required string Failure { get; init; }

    public required string FailureCode { get; init; }

    /// <summary>Lower-case hex; empty before the picture is here.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who may see it.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>From now; null when nothing is known.</summary>
    public Arrival? Arrival { get; init; }

    public bool IsFinal => State is JobState.Done or JobState.Failed or JobState.Cancelled;

    public PictureCheck Check { get; init; }

    /// <summary>Whether a moderator has to look first, or has and keeps it.</summary>
    public bool IsWithheld => Check is PictureCheck.Unsafe or PictureCheck.Withheld;

    /// <summary>Whether there is one that everybody may see.</summary>
    public bool HasPicture => (State is JobState.Rendered or JobState.Done) && !IsWithheld;
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

/// <summary>Who may see a picture.</summary>
public enum Visibility
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Whoever has its address.</summary>
    Unlisted,

    /// <summary>Who asked for it, and moderators.</summary>
    Private,
}
