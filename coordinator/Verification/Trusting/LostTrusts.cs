using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;

namespace LaionGrid.Coordinator.Verification.Trusting;

/// <summary>Keeps trusts before a fault takes them, and gives them back after an appeal.</summary>
internal static class LostTrusts
{
    private const string Keep =
        """
        INSERT INTO lost_trusts ("AttemptId", "WorkerId", "BundleId", "Runtime", "Passed", "PassedAt", "Faults", "FaultAt")
        SELECT @a0, t."WorkerId", t."BundleId", t."Runtime", t."Passed", t."PassedAt", t."Faults", t."FaultAt" FROM trusts t
        """;

    private const string IsOfIt = """l."AttemptId" = @a0 AND trusts."WorkerId" = l."WorkerId" AND trusts."BundleId" = l."BundleId" AND trusts."Runtime" = l."Runtime" """;

    /// <summary>Of the attempt's worker, with its bundle and runtime.</summary>
    public static Task<int> KeepAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        $"""{Keep} WHERE t."WorkerId" = @a1 AND t."BundleId" = @a2 AND t."Runtime" = @a3 ON CONFLICT DO NOTHING""", // primary key
        [], [attempt.Id.Value, attempt.WorkerId.Value, attempt.BundleId, attempt.Runtime], cancellationToken);

    /// <summary>Of all workers of its owner.</summary>
    public static Task<int> KeepAllAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        $"""{Keep} WHERE t."WorkerId" IN (SELECT w."Id" FROM workers w WHERE w."AccountId" = @a1) ON CONFLICT DO NOTHING""", // index account, primary key
        [], [attempt.Id.Value, attempt.AccountId.Value], cancellationToken);

    /// <summary>All that the attempt's rejection took; whoever has passed more audits since keeps those. The fault itself was none.</summary>
    public static async Task GiveBackAsync(GridDb db, AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        await db.ExecuteRowsAsync(
            $"""UPDATE trusts SET "Passed" = l."Passed", "PassedAt" = l."PassedAt" FROM lost_trusts l WHERE {IsOfIt} AND trusts."Passed" < l."Passed" """, // primary keys
            [], [attempt.Id.Value], cancellationToken);
        await db.ExecuteRowsAsync(
            $"""
            UPDATE trusts SET "Faults" = trusts."Faults" - 1, "FaultAt" = CASE WHEN trusts."Faults" = l."Faults" + 1 THEN l."FaultAt" ELSE trusts."FaultAt" END
            FROM lost_trusts l WHERE {IsOfIt} AND l."WorkerId" = @a1 AND l."BundleId" = @a2 AND l."Runtime" = @a3
            """, // primary keys
            [], [attempt.Id.Value, attempt.WorkerId.Value, attempt.BundleId, attempt.Runtime], cancellationToken);
    }
}
