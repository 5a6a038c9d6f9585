using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>What an attempt is for.</summary>
internal enum AttemptPurpose
{
    /// <summary>A picture for a person.</summary>
    Render,

    /// <summary>A referee's second picture, compared with the first.</summary>
    Recheck,
}

/// <summary>Where an attempt stands.</summary>
internal enum AttemptState
{
    Leased,
    Rendered,
    Failed,
    GivenBack,
    Expired,
    Stopped,
}

/// <summary>How far the verification of a rendered attempt is.</summary>
internal enum AuditState
{
    /// <summary>Rendered; the lottery has not been drawn.</summary>
    Undrawn,

    /// <summary>Drawn; waits for a referee.</summary>
    Waiting,

    /// <summary>A referee holds a lease on it.</summary>
    Leased,

    /// <summary>The referee's picture is here and wants comparing.</summary>
    Returned,
}

/// <summary>What verification decided about an attempt.</summary>
internal enum Verdict
{
    None,
    Pending,
    Accepted,
    AcceptedUnaudited,
    Rejected,
}

/// <summary>One worker's try at a job, held by a lease until an instant. Only <see cref="AttemptState.Leased"/> ever changes.</summary>
internal sealed class Attempt
{
    public required AttemptId Id { get; init; }

    public required JobId JobId { get; init; }

    public required AttemptPurpose Purpose { get; init; }

    public required WorkerId WorkerId { get; init; }

    /// <summary>Who is credited; the worker's account at the time of the claim.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Grows with each lease of the job; a call with an older one is refused.</summary>
    public required long Fence { get; init; }

    public required AttemptState State { get; init; }

    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>When it was offered.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its worker took it on; null while it is an offer.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Content address of the finished picture; empty unless Rendered.</summary>
    public string PictureSha256 { get; init; } = "";

    public long PictureBytes { get; init; }

    public string EngineVersion { get; init; } = "";

    /// <summary>Hash list over the trajectory; empty until bundles ask for one.</summary>
    public byte[] Commitment { get; init; } = [];

    /// <summary>The worker's word on its picture; none before it is finished.</summary>
    public PictureScores Scores { get; init; } = PictureScores.None;

    /// <summary>Stable code of why it ended without a picture; empty otherwise.</summary>
    public string FailureCode { get; init; } = "";

    /// <summary>Null when there is nothing to verify, or no longer.</summary>
    public AuditState? Audit { get; init; }

    /// <summary>Rechecks of it that ended badly; bounded.</summary>
    public int AuditFailures { get; init; }

    /// <summary>The attempt that a recheck is about; null for a render.</summary>
    public AttemptId? AuditOf { get; init; }

    public Verdict Verdict { get; init; }

    public DateTimeOffset? VerdictAt { get; init; }
}
