using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;

namespace LaionGrid.Coordinator.Jobs;

/// <summary>What an attempt is for.</summary>
internal enum AttemptPurpose
{
    /// <summary>A picture for a person.</summary>
    Render,

    /// <summary>A checker's own answers to single evaluations of somebody's render.</summary>
    Recheck,
}

/// <summary>Where an attempt stands.</summary>
internal enum AttemptState
{
    Leased,
    Rendered,

    /// <summary>A recheck whose outputs came.</summary>
    Answered,
    Failed,
    GivenBack,
    Expired,
    Stopped,
}

/// <summary>How far the audit of a rendered attempt is that the lottery drew.</summary>
internal enum AuditState
{
    /// <summary>Its worker was asked for the trajectory.</summary>
    Revealing,

    /// <summary>The trajectory is here, and does not lead where it was said to, or was not replayed yet.</summary>
    Revealed,

    /// <summary>Replayed; some evaluations wait for a referee.</summary>
    Waiting,

    /// <summary>A referee holds a lease on them.</summary>
    Leased,
}

/// <summary>What verification decided about an attempt.</summary>
internal enum Verdict
{
    None,
    Pending,
    Accepted,
    AcceptedUnaudited,
    Rejected,

    /// <summary>Accepted on its worker's standing, and taken back when that was lost.</summary>
    Recalled,
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

    /// <summary>Hash list over the trajectory; empty before it is finished.</summary>
    public byte[] Commitment { get; init; } = [];

    /// <summary>The worker's word on its picture, or on what it decoded for a recheck; none before it is finished.</summary>
    public PictureScores Scores { get; init; } = PictureScores.None;

    /// <summary>Stable code of why it ended without a picture; empty otherwise.</summary>
    public string FailureCode { get; init; } = "";

    /// <summary>Null when there is nothing to verify, or no longer.</summary>
    public AuditState? Audit { get; init; }

    /// <summary>Rechecks of it that ended badly; bounded.</summary>
    public int AuditFailures { get; init; }

    /// <summary>The attempt that a recheck is about; null for a render.</summary>
    public AttemptId? AuditOf { get; init; }

    /// <summary>Whether a proven volunteer may do its check; the operator's referees may in any case.</summary>
    public bool IsForVolunteers { get; init; }

    /// <summary>The account whose work a volunteer's recheck is about; null for a render, and for a referee's.</summary>
    public AccountId? CheckedAccountId { get; init; }

    /// <summary>The referee whose outputs differ: another is asked for a second opinion. Null while nothing is in dispute.</summary>
    public WorkerId? DisputedBy { get; init; }

    public Verdict Verdict { get; init; }

    public DateTimeOffset? VerdictAt { get; init; }

    /// <summary>What is posted for it; 0 before, and when it was not accepted or is lost.</summary>
    public long CreditMflop { get; init; }

    /// <summary>Whether an audit of its worker has passed since it was accepted, or was its own.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Stable code of why it was rejected; empty otherwise.</summary>
    public string VerdictCode { get; init; } = "";
}
