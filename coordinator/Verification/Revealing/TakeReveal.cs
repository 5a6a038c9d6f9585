using System.Collections.Concurrent;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>Takes in a trajectory that an audit asked for. Size before reading, then form, then whether it is the one committed to: nothing is stored unless all is right.</summary>
internal sealed class TakeReveal(IDbContextFactory<GridDb> databases, GridWriter writer, RevealStore reveals, AuditSignal signal, TimeProvider time)
{
    public const string WithheldCode = "reveal.withheld";

    private readonly ConcurrentDictionary<AttemptId, byte> _coming = new();

    public async Task<Refusal?> RunAsync(LeaseClaim claim, long totalBytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var attempt = await FindAsync(claim.Id, cancellationToken);
        if (attempt is null || attempt.WorkerId != claim.WorkerId || attempt.Fence != claim.Fence)
            return Unwanted;
        if (attempt.State != AuditState.Revealing)
            return Answer(attempt);
        if (!_coming.TryAdd(attempt.Id, 0)) // or each call of many would hold a whole trajectory in memory
            return Refusal.Conflict("reveal.under_way", "This trajectory is on its way already. Wait for that call.");
        try
        {
            return await TakeAsync(attempt, totalBytes, chunks, cancellationToken);
        }
        finally
        {
            _coming.TryRemove(attempt.Id, out _);
        }
    }

    private static Refusal Unwanted { get; } = Refusal.Conflict("reveal.unwanted", "Nobody asked for this trajectory. Drop it.");

    private static Refusal Late { get; } = Refusal.Conflict("reveal.late", "The trajectory came after its deadline: the attempt counts as not done. Drop it.");

    /// <summary>Null when it came before: a repeat changes nothing.</summary>
    private static Refusal? Answer(AuditedAttempt attempt) =>
        attempt.VerdictCode == WithheldCode ? Late : attempt.RevealSha256.Length > 0 ? null : Unwanted;

    private async Task<Refusal?> TakeAsync(AuditedAttempt attempt, long totalBytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var terms = reveals.TermsOf(attempt);
        if (totalBytes != terms.Bytes)
            return Refusal.Invalid("reveal.wrong_size", "total_bytes", $"The trajectory announces {totalBytes} bytes; this job's has {terms.Bytes}.");
        if (await Upload.ReadAsync(totalBytes, chunks, cancellationToken) is not { } bytes)
            return Refusal.Invalid("reveal.wrong_size", "data", $"Not just the {totalBytes} bytes announced arrived. Send the trajectory again.");
        if (terms.Read(bytes) is not { } trajectory)
            return Refusal.Invalid("reveal.malformed", "data", "The trajectory holds what is no number. The render cannot have made it.");
        if (!Arithmetic.Trajectories.Commitment.Binds(attempt.Commitment, attempt.Id.Value.ToByteArray(bigEndian: true), trajectory))
            return Refusal.Invalid("reveal.not_committed", "data", "This is not the trajectory that the attempt was committed to. Send the one of this lease.");
        var sha256 = await reveals.PutAsync(bytes, cancellationToken);
        if (!await writer.RunAsync(db => WriteAsync(db, attempt.Id, sha256, cancellationToken), cancellationToken))
            return await FindAsync(attempt.Id, cancellationToken) is { } meanwhile ? Answer(meanwhile) : Unwanted;
        signal.Came();
        return null;
    }

    private async Task<bool> WriteAsync(GridDb db, AttemptId id, string sha256, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var moved = await db.Attempts.Where(attempt => attempt.Id == id && attempt.Audit == AuditState.Revealing)
            .ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.Audit, AuditState.Revealed), cancellationToken);
        if (moved == 1)
            await db.Audits.Where(audit => audit.AttemptId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(audit => audit.RevealSha256, sha256).SetProperty(audit => audit.RevealedAt, now), cancellationToken);
        return moved == 1;
    }

    private async Task<AuditedAttempt?> FindAsync(AttemptId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await AuditedAttempt.FindAsync(db, id, cancellationToken);
    }
}
