using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Audits;

/// <summary>Why and how a picture was audited.</summary>
/// <param name="Evaluations">Of the network, that referees did again.</param>
internal sealed record PictureAudit(AuditReason Reason, double Rate, string Class, int Evaluations);

/// <summary>What stands behind a picture's verdict.</summary>
/// <param name="Audit">Null when it was accepted on its worker's standing, or by a release that kept no account of audits.</param>
/// <param name="Proof">Null while nothing is posted for it, or what is has no place in the log yet.</param>
/// <param name="RefereeScores">Of the operator's referee that decoded it last; none when none did.</param>
internal sealed record PictureProvenance(PictureAudit? Audit, LogProof? Proof, PictureScores RefereeScores);

/// <summary>Reads what stands behind a picture's verdict.</summary>
internal sealed class ViewProvenance(ProveTransaction prove, IDbContextFactory<GridDb> databases)
{
    /// <summary>Null when there is no such picture for the viewer.</summary>
    public async Task<PictureProvenance?> RunAsync(JobId id, Viewer viewer, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (attempts, audits) = (db.Attempts, db.Audits);
        var row = await (
            from job in db.JobsVisibleTo(viewer).Where(one => one.Id == id && one.Check != PictureCheck.TakenDown && (one.State == JobState.Rendered || one.State == JobState.Done)) // primary keys
            join attempt in attempts on job.AttemptId equals (AttemptId?)attempt.Id
            join audit in audits on attempt.Id equals audit.AttemptId into found
            from audit in found.DefaultIfEmpty()
            select new { attempt.Id, Audit = audit }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new(Of(row.Audit), await prove.RunAsync(ViewPictures.CauseOf(row.Id), cancellationToken), row.Audit is null ? PictureScores.None : await ScoresAsync(db, id, row.Id, cancellationToken));
    }

    private static async Task<PictureScores> ScoresAsync(GridDb db, JobId job, AttemptId attempt, CancellationToken cancellationToken)
    {
        var answers = await db.Attempts.AsNoTracking().Where(one => one.JobId == job && one.AuditOf == attempt && one.State == AttemptState.Answered && one.CheckedAccountId == null) // unique index job, fence
            .OrderByDescending(one => one.Fence).Select(one => one.Scores).ToListAsync(cancellationToken);
        return answers.Find(scores => scores != PictureScores.None) ?? PictureScores.None;
    }

    private static PictureAudit? Of(Audit? audit) => audit is null
        ? null
        : new(audit.Reason, audit.Rate, audit.Class, audit.Evaluations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
}
