using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification;

/// <summary>A rendered job with the attempt that rendered it.</summary>
internal sealed record JudgedJob
{
    public required Job Job { get; init; }

    public required Attempt Attempt { get; init; }

    /// <summary>The rendered jobs whose verification is this far, oldest first.</summary>
    public static IQueryable<JudgedJob> In(GridDb db, AuditState audit)
    {
        var attempts = db.Attempts;
        return db.Jobs.AsNoTracking().Where(job => job.State == JobState.Rendered && job.Audit == audit) // index state, audit, queued at
            .OrderBy(job => job.QueuedAt)
            .Join(attempts, job => job.AttemptId, attempt => (AttemptId?)attempt.Id, (job, attempt) => new JudgedJob { Job = job, Attempt = attempt });
    }
}
