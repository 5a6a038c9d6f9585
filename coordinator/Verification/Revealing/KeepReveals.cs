using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>A trajectory that lies among the blobs.</summary>
/// <param name="Check">Null when it does not lead where it was said to.</param>
internal sealed record KeptReveal(AttemptId Id, string Sha256, PlannedCheck? Check);

/// <summary>Moves attempts on whose trajectories came, a batch in two statements: to a referee, or to the loop that rejects them.</summary>
internal sealed class KeepReveals(GridWriter writer, QueueSignal queue, AuditSignal revealed, TimeProvider time)
{
    /// <returns>For each whether its trajectory was still waited for.</returns>
    public async Task<IReadOnlyList<bool>> RunAsync(IReadOnlyList<KeptReveal> reveals, CancellationToken cancellationToken)
    {
        var moved = await writer.RunAsync(db => WriteAsync(db, reveals, cancellationToken), cancellationToken);
        if (reveals.Any(reveal => reveal.Check is not null))
            queue.AuditCame();
        if (reveals.Any(reveal => reveal.Check is null))
            revealed.Came();
        return reveals.Select(reveal => moved.Contains(reveal.Id)).ToList();
    }

    private async Task<HashSet<AttemptId>> WriteAsync(GridDb db, IReadOnlyList<KeptReveal> reveals, CancellationToken cancellationToken)
    {
        var moved = (await db.QueryRowsAsync(
            $"""
            WITH came(attempt, audit_state, volunteers) AS (VALUES {"{rows}"})
            UPDATE attempts SET "Audit" = came.audit_state, "IsForVolunteers" = came.volunteers FROM came WHERE "Id" = came.attempt AND "Audit" = '{AuditState.Revealing}' RETURNING "Id"
            """, // primary key
            reveals.Select(reveal => new object?[] { reveal.Id.Value, (reveal.Check is not null ? AuditState.Waiting : AuditState.Revealed).ToString(), reveal.Check is { IsForVolunteers: true } }).ToList(),
            [], row => row.ReadId<AttemptId>(0), cancellationToken)).ToHashSet();
        var kept = reveals.Where(reveal => moved.Contains(reveal.Id)).ToList();
        if (kept.Count > 0)
            await db.ExecuteRowsAsync(
                """
                WITH came(attempt, sha256, asked, decode) AS (VALUES {rows})
                UPDATE audits SET "RevealSha256" = came.sha256, "Evaluations" = came.asked, "Decodes" = ("Decodes" OR came.decode), "RevealedAt" = @a0 FROM came WHERE "AttemptId" = came.attempt
                """, // primary key
                kept.ConvertAll(reveal => new object?[] { reveal.Id.Value, reveal.Sha256, AuditedAttempt.Write(reveal.Check?.Question.Evaluations ?? []), reveal.Check is { Decodes: true } }), [time.GetUtcNow().ToMicroseconds()], cancellationToken);
        return moved;
    }
}
