using System.Data.Common;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Verification;

/// <summary>A rendered attempt on its way to a verdict, with what the verdict moves.</summary>
internal sealed record JudgedAttempt(AttemptId Id, JobId JobId, RequestId RequestId, WorkerId WorkerId, AccountId AccountId, long CostMflop, string PictureSha256)
{
    /// <summary>The rendered attempts whose verification is this far, oldest first.</summary>
    /// <param name="locking">From <see cref="GridWriter.SkipLocked"/> for "a" inside a transaction; empty for a mere look.</param>
    public static Task<List<JudgedAttempt>> ReadAsync(GridDb db, AuditState audit, int most, string locking, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""
        SELECT a."Id", a."JobId", j."RequestId", a."WorkerId", a."AccountId", j."CostMflop", a."PictureSha256" FROM attempts a JOIN jobs j ON j."Id" = a."JobId"
        WHERE a."Audit" = @a0 ORDER BY a."EndedAt" LIMIT @a1 {locking}
        """, // index audit, ended at
        [], [audit.ToString(), most], Read, cancellationToken);

    private static JudgedAttempt Read(DbDataReader row) => new(
        row.ReadId<AttemptId>(0), row.ReadId<JobId>(1), row.ReadId<RequestId>(2), row.ReadId<WorkerId>(3), row.ReadId<AccountId>(4), row.GetInt64(5), row.GetString(6));
}
