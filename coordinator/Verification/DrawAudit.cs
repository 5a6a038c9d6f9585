using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Draws the lottery for rendered attempts: some go to a referee, the rest are accepted on their contributor's standing.</summary>
internal sealed class DrawAudit(GridWriter writer, SettleVerdict settle, Standings standings, VerificationSecret secret, QueueSignal signal)
{
    private const int Batch = 200;

    /// <summary>Draws for all that wait, a batch in each transaction.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await DrawAsync(cancellationToken) == Batch)
        {
        }
    }

    private async Task<int> DrawAsync(CancellationToken cancellationToken)
    {
        var (drawn, accepted) = await writer.RunAsync(db => DrawAsync(db, cancellationToken), cancellationToken);
        if (drawn > 0)
            signal.AuditCame();
        settle.Tell(accepted, Verdict.AcceptedUnaudited);
        return drawn + accepted.Count;
    }

    private async Task<(int Drawn, IReadOnlyList<JudgedAttempt> Accepted)> DrawAsync(GridDb db, CancellationToken cancellationToken)
    {
        var (drawn, others) = (new List<JudgedAttempt>(), new List<JudgedAttempt>());
        foreach (var attempt in await JudgedAttempt.ReadAsync(db, AuditState.Undrawn, Batch, writer.SkipLocked("a"), cancellationToken))
        {
            var rate = await standings.RateAsync(db, attempt.AccountId, cancellationToken);
            (AuditPolicy.IsDrawn(secret.Bytes, attempt.Id.Value, rate) ? drawn : others).Add(attempt);
        }
        if (drawn.Count > 0)
            await db.ExecuteRowsAsync("""UPDATE attempts SET "Audit" = 'Waiting' WHERE "Id" IN (VALUES {rows})""", drawn.ConvertAll(one => new object?[] { one.Id.Value }), [], cancellationToken);
        return (drawn.Count, await settle.AcceptAsync(db, others, AuditState.Undrawn, Verdict.AcceptedUnaudited, cancellationToken));
    }
}
