using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>One picture of a request to be rendered.</summary>
internal sealed class Job
{
    public required JobId Id { get; init; }

    public required RequestId RequestId { get; init; }

    /// <summary>0 for the first picture of the request.</summary>
    public required int Index { get; init; }

    /// <summary>Seed of the initial noise, 0 to 2^32 - 1.</summary>
    public required long Seed { get; init; }

    public required JobState State { get; init; }

    /// <summary>Which workers may do it: see <see cref="Jobs.Queue.Lane"/>.</summary>
    public required string Lane { get; init; }

    /// <summary>Of its request's settings; kept here too, so that pictures are found by it.</summary>
    public required string BundleId { get; init; }

    public required PictureShape Shape { get; init; }

    public required Visibility Visibility { get; init; }

    /// <summary>Whom the queue's fair share is counted for.</summary>
    public required string Requester { get; init; }

    /// <summary>Its place in its lane's order, see <see cref="FairQueuePolicy"/>; kept when an attempt fails, so a failure costs no place.</summary>
    public required long StartTag { get; init; }

    /// <summary>Where its requester's next job starts at the earliest.</summary>
    public required long FinishTag { get; init; }

    /// <summary>Grows by one with every lease, a referee's too.</summary>
    public long Fence { get; init; }

    /// <summary>The attempt that renders or rendered it; null before the first.</summary>
    public AttemptId? AttemptId { get; init; }

    /// <summary>Attempts that ended badly; bounded.</summary>
    public int Failures { get; init; }

    /// <summary>What the picture is worth by the bundle's tariff when it was asked for.</summary>
    public required long CostMflop { get; init; }

    /// <summary>What its account paid of its priority so that it counts nothing in the account's share; 0 for most.</summary>
    public long PaidMflop { get; init; }

    /// <summary>When it was asked for; the pictures of a request differ by a microsecond each.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>The range in which its picture was expected when it was queued; null when nothing could be told.</summary>
    public DateTimeOffset? PromisedFrom { get; init; }

    public DateTimeOffset? PromisedTo { get; init; }

    /// <summary>Whether its picture may be shown; <see cref="PictureCheck.TakenDown"/> stays whatever is rendered again.</summary>
    public PictureCheck Check { get; init; }

    /// <summary>Whether a moderator has decided that: then no score changes it.</summary>
    public bool IsCheckDecided { get; init; }

    /// <summary>Stable code of why it failed; empty unless Failed.</summary>
    public string FailureCode { get; init; } = "";

    /// <summary>For people; empty unless Failed.</summary>
    public string Failure { get; init; } = "";
}
