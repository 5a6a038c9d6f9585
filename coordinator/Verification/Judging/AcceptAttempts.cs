using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Verification.Judging;

/// <summary>
/// Accepts attempts whose audits passed, in the caller's transaction, with as many statements for many as for one. The audit state guards each as in
/// <see cref="SettleVerdict"/>.
/// </summary>
internal sealed class AcceptAttempts(Credits credits, TrustBook trusts, TimeProvider time)
{
    /// <returns>Those that were accepted by this call; the others had been settled before.</returns>
    public async Task<IReadOnlySet<AttemptId>> RunAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, AuditState from, CancellationToken cancellationToken)
    {
        if (attempts.Count == 0)
            return new HashSet<AttemptId>();
        var now = time.GetUtcNow().ToMicroseconds();
        var judged = await JudgeAsync(db, attempts, from, now, cancellationToken);
        var accepted = attempts.Where(one => judged.Contains(one.Id)).DistinctBy(one => one.Id).ToList();
        if (accepted.Count == 0)
            return judged;
        await db.ExecuteRowsAsync(
            """UPDATE audits SET "Outcome" = 'Passed', "EndedAt" = @a0 WHERE "AttemptId" IN (VALUES {rows})""", // primary key
            accepted.ConvertAll(one => new object?[] { one.Id.Value }), [now], cancellationToken);
        await EndJobsAsync(db, accepted, cancellationToken);
        await trusts.PassedAsync(db, accepted, cancellationToken);
        await credits.PassedAsync(db, accepted, cancellationToken);
        return judged;
    }

    private static async Task<HashSet<AttemptId>> JudgeAsync(GridDb db, IReadOnlyList<AuditedAttempt> attempts, AuditState from, long now, CancellationToken cancellationToken) => (await db.QueryRowsAsync(
        """
        WITH passed(attempt, credit) AS (VALUES {rows})
        UPDATE attempts SET "Audit" = NULL, "Verdict" = 'Accepted', "VerdictAt" = @a0, "VerdictCode" = '', "CreditMflop" = passed.credit
        FROM passed WHERE "Id" = passed.attempt AND "Audit" = @a1 RETURNING "Id"
        """, // primary key
        attempts.Select(one => new object?[] { one.Id.Value, one.CreditMflop }).ToList(), [now, from.ToString()], row => row.ReadId<AttemptId>(0), cancellationToken)).ToHashSet();

    /// <summary>A job that has another picture stays as it is.</summary>
    private static Task<int> EndJobsAsync(GridDb db, List<AuditedAttempt> accepted, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        $"""
        WITH accepted(job, attempt) AS (VALUES {"{rows}"})
        UPDATE jobs SET "State" = '{JobLifecycle.To(JobEvent.Accept)}' FROM accepted
        WHERE "Id" = accepted.job AND "AttemptId" = accepted.attempt AND "State" = '{JobLifecycle.From(JobEvent.Accept)[0]}'
        """, // primary key
        accepted.ConvertAll(one => new object?[] { one.JobId.Value, one.Id.Value }), [], cancellationToken);
}
