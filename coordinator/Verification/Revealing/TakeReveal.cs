using System.Collections.Concurrent;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Judging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Verification.Revealing;

/// <summary>
/// Takes in a trajectory that an audit asked for. Size before reading, then form, then whether it is the one committed to: nothing is stored unless all
/// is right. It is replayed here, while its bytes are at hand; what cannot go on to a referee is left to <see cref="JudgeReplays"/>.
/// </summary>
internal sealed class TakeReveal(
    IDbContextFactory<GridDb> databases, RevealStore reveals, Questions questions, PlanCheck checks, KeepReveals keep, IOptions<StorageOptions> storage) : IDisposable
{
    public const string WithheldCode = "reveal.withheld";

    private const int Patience = 5; // batches: the worker reveals beside its rendering, and the picture is there

    private readonly ConcurrentDictionary<AttemptId, byte> _coming = new();
    private readonly Batcher<KeptReveal, bool> _batches = new(keep.RunAsync, new BatchPace(Patience * storage.Value.BatchInterval));

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

    public void Dispose() => _batches.Dispose();

    private static Refusal Unwanted { get; } = Refusal.Conflict("reveal.unwanted", "Nobody asked for this trajectory. Drop it.");

    private static Refusal Late { get; } = Refusal.Conflict("reveal.late", "The trajectory came after its deadline: the attempt counts as not done. Drop it.");

    /// <summary>Null when it came before: a repeat changes nothing.</summary>
    private static Refusal? Answer(AuditedAttempt attempt) =>
        attempt.VerdictCode == WithheldCode ? Late : attempt.RevealSha256.Length > 0 ? null : Unwanted;

    private async Task<Refusal?> TakeAsync(AuditedAttempt attempt, long totalBytes, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken)
    {
        var terms = await reveals.TermsOfAsync(attempt, cancellationToken);
        if (totalBytes != terms.Bytes)
            return Refusal.Invalid("reveal.wrong_size", "total_bytes", $"The trajectory announces {totalBytes} bytes; this job's has {terms.Bytes}.");
        if (await Upload.ReadAsync(totalBytes, chunks, cancellationToken) is not { } bytes)
            return Refusal.Invalid("reveal.wrong_size", "data", $"Not just the {totalBytes} bytes announced arrived. Send the trajectory again.");
        if (terms.Read(bytes) is not { } trajectory)
            return Refusal.Invalid("reveal.malformed", "data", "The trajectory holds what is no number. The render cannot have made it.");
        if (!Arithmetic.Trajectories.Commitment.Binds(attempt.Commitment, attempt.Id.Value.ToByteArray(bigEndian: true), trajectory))
            return Refusal.Invalid("reveal.not_committed", "data", "This is not the trajectory that the attempt was committed to. Send the one of this lease.");
        var sha256 = await reveals.PutAsync(bytes, cancellationToken);
        var planned = await checks.RunAsync(attempt, terms, trajectory, cancellationToken);
        if (!await _batches.RunAsync(new(attempt.Id, sha256, planned), cancellationToken))
            return await FindAsync(attempt.Id, cancellationToken) is { } meanwhile ? Answer(meanwhile) : Unwanted;
        if (planned is not null)
            questions.Keep(attempt.Id, planned.Question);
        return null;
    }

    private async Task<AuditedAttempt?> FindAsync(AttemptId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await AuditedAttempt.FindAsync(db, id, cancellationToken);
    }
}
