using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>What a transaction of verification decided about an attempt, to be told once it is kept.</summary>
internal abstract record Judgement(AuditedAttempt Attempt)
{
    internal sealed record Accepted(AuditedAttempt Attempt) : Judgement(Attempt);

    /// <summary>Another referee is asked.</summary>
    internal sealed record Disputed(AuditedAttempt Attempt) : Judgement(Attempt);

    /// <summary>A volunteer has answered; the operator's referee is asked the same.</summary>
    internal sealed record Repeated(AuditedAttempt Attempt) : Judgement(Attempt);

    /// <summary>An appeal was right.</summary>
    /// <param name="IsSuspensionOver">Its worker was suspended for the attempt alone.</param>
    /// <param name="IsPaused">By its owner or the operator.</param>
    internal sealed record Upheld(AuditedAttempt Attempt, bool IsSuspensionOver, bool IsPaused) : Judgement(Attempt);

    /// <summary>An appeal was not, or no referee came to look into it.</summary>
    internal sealed record Denied(AuditedAttempt Attempt) : Judgement(Attempt);

    /// <param name="JobState">Where its job went; null when that has another picture, or is final.</param>
    /// <param name="Recalled">Earlier pictures of the worker that are made anew.</param>
    internal sealed record Rejected(AuditedAttempt Attempt, string Code, Fault Fault, JobState? JobState, IReadOnlyList<RecalledJob> Recalled) : Judgement(Attempt);

    /// <summary>It had been settled before.</summary>
    internal sealed record Settled(AuditedAttempt Attempt) : Judgement(Attempt);
}

/// <summary>A job whose picture was recalled, back in its lane.</summary>
internal sealed record RecalledJob(JobId JobId, RequestId RequestId, string Lane);
