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

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Content address of the last whole upload; empty before it.</summary>
    public string UploadedSha256 { get; init; } = "";

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

    public Verdict Verdict { get; init; }

    public DateTimeOffset? VerdictAt { get; init; }
}
