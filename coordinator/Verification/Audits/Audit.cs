using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Results;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>How an audit ended.</summary>
internal enum AuditOutcome
{
    Open,
    Passed,

    /// <summary>The trajectory did not come in time.</summary>
    Withheld,

    /// <summary>It does not lead to the latent and the picture that it was committed with.</summary>
    ReplayDiffers,

    /// <summary>Referees' own outputs differ from it.</summary>
    ChecksDiffer,

    /// <summary>Referees failed so often that nothing can be said.</summary>
    Unanswered,
}

/// <summary>One attempt's audit, from the draw to its outcome. How far it is stands with the attempt; this is what it goes by, and what is kept of it.</summary>
internal sealed class Audit
{
    public required AttemptId AttemptId { get; init; }

    public required WorkerId WorkerId { get; init; }

    public required AccountId AccountId { get; init; }

    public required string BundleId { get; init; }

    /// <summary>See <see cref="Trusting.Trust.Runtime"/>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Class of the bundle's tolerance table that it is compared under: fixed with the draw, whatever the worker says of itself afterwards. Empty for one drawn by an older release.</summary>
    public required string Class { get; init; }

    /// <summary>Its chance to be drawn.</summary>
    public required double Rate { get; init; }

    public required AuditReason Reason { get; init; }

    /// <summary>Evaluations that the lottery chooses.</summary>
    public required int Checks { get; init; }

    public required bool Decodes { get; init; }

    /// <summary>What is credited when it passes.</summary>
    public required long CreditMflop { get; init; }

    public required DateTimeOffset DrawnAt { get; init; }

    /// <summary>Content address of the trajectory; empty before it came, and after it was let go.</summary>
    public string RevealSha256 { get; init; } = "";

    public DateTimeOffset? RevealedAt { get; init; }

    /// <summary>Evaluations asked of referees, such as "3 17"; empty before the replay.</summary>
    public string Evaluations { get; init; } = "";

    /// <summary>When the first referee's outputs were found to differ.</summary>
    public DateTimeOffset? DisputedAt { get; init; }

    public required AuditOutcome Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When its worker's owner asked for another opinion on the verdict; null when nobody did.</summary>
    public DateTimeOffset? AppealedAt { get; init; }

    /// <summary>Null while the appeal waits. It was upheld when the outcome is <see cref="AuditOutcome.Passed"/>.</summary>
    public DateTimeOffset? AppealEndedAt { get; init; }
}
