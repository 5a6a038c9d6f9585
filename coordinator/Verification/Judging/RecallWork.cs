using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// What a worker loses that was caught: it gets no work for a while, and what was accepted on its standing since its last passed audit is made
/// anew by others (Sarmenta's backtracking, 2001).
/// </summary>
internal sealed class RecallWork(IOptions<VerificationOptions> options, TimeProvider time)
{
    private const int Most = 1000;

    public async Task<IReadOnlyList<RecalledJob>> RunAsync(GridDb db, AuditedAttempt caught, CancellationToken cancellationToken)
    {
        var (worker, until) = (caught.WorkerId, time.GetUtcNow().AddDays(options.Value.SuspensionDays));
        await db.Workers.Where(one => one.Id == worker).ExecuteUpdateAsync(set => set.SetProperty(one => one.SuspendedUntil, until), cancellationToken);
        var recalled = await db.QueryRowsAsync(
            """
            UPDATE attempts SET "Verdict" = 'Recalled', "CreditMflop" = 0, "VerdictAt" = @a2 WHERE "Id" IN (
                SELECT a."Id" FROM attempts a
                WHERE a."WorkerId" = @a0 AND a."Verdict" IN ('Accepted', 'AcceptedUnaudited') AND NOT a."IsSettled" AND a."Verdict" = 'AcceptedUnaudited' ORDER BY a."VerdictAt" DESC LIMIT @a1)
            RETURNING "JobId", "Id"
            """, // index unsettled, by its own words, or SQLite would not see that it serves
            [], [worker.Value, Most, time.GetUtcNow().ToMicroseconds()], row => new object?[] { row.GetGuid(0), row.GetGuid(1) }, cancellationToken);
        return recalled.Count == 0 ? [] : await db.QueryRowsAsync(
            $"""
            WITH recalled(job, attempt) AS (VALUES {"{rows}"})
            UPDATE jobs SET "State" = '{JobLifecycle.To(JobEvent.Recall)}' FROM recalled WHERE "Id" = recalled.job AND "AttemptId" = recalled.attempt AND "State" = '{JobLifecycle.From(JobEvent.Recall)[0]}'
            RETURNING "Id", "RequestId", "Lane"
            """, // primary key
            recalled, [], row => new RecalledJob(row.ReadId<JobId>(0), row.ReadId<RequestId>(1), row.GetString(2)), cancellationToken);
    }
}
