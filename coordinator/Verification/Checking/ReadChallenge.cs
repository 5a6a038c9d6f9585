using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Revealing;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>What a referee is asked, and nothing of what was claimed: it cannot agree without doing the work.</summary>
/// <param name="Latents">Where each evaluation starts.</param>
/// <param name="Final">To be decoded; null when it is not asked for.</param>
/// <param name="Encodes">Whether the picture that it begins from is to be encoded: in each audit of one that begins from a picture.</param>
internal sealed record ChallengeView(IReadOnlyList<int> Evaluations, IReadOnlyList<float[]> Latents, float[]? Final, bool Encodes)
{
    /// <summary>The latents as they travel: single precision, little-endian, the final one last.</summary>
    public byte[] ToBytes()
    {
        var all = Final is null ? Latents : [.. Latents, Final];
        var bytes = new byte[all.Sum(latent => latent.Length * sizeof(float))];
        var filled = 0;
        foreach (var latent in all)
        {
            Buffer.BlockCopy(latent, 0, bytes, filled, latent.Length * sizeof(float));
            filled += latent.Length * sizeof(float);
        }
        return bytes;
    }
}

/// <summary>The audit that a live recheck is about.</summary>
internal sealed record CheckedAudit(HeldLease Lease, AuditedAttempt Attempt);

/// <summary>Finds what a recheck asks.</summary>
internal sealed class ReadChallenge(IDbContextFactory<GridDb> databases, LeaseBook book, RevealStore reveals)
{
    /// <returns>The audit, or why this caller may not speak for it.</returns>
    public async Task<(CheckedAudit? Found, Refusal? Refusal)> FindAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        switch (await book.FindAsync(claim, cancellationToken))
        {
            case LeaseFound.Refused refused:
                return (null, refused.Refusal);
            case LeaseFound.Live { Lease: { IsOvertaken: false, Terms: { Purpose: AttemptPurpose.Recheck, AuditOf: { } audited } } lease }:
                await using (var db = await databases.CreateDbContextAsync(cancellationToken))
                {
                    await db.Database.OpenConnectionAsync(cancellationToken);
                    var attempt = await AuditedAttempt.FindAsync(db, audited, cancellationToken);
                    return attempt is { State: AuditState.Leased } ? (new(lease, attempt), null) : (null, LeaseRefusals.Stale);
                }
            default:
                return (null, LeaseRefusals.Stale);
        }
    }

    public async Task<ChallengeView> ReadAsync(AuditedAttempt attempt, CancellationToken cancellationToken)
    {
        var question = await reveals.QuestionOfAsync(attempt, await reveals.TermsOfAsync(attempt, cancellationToken), cancellationToken);
        return new(question.Evaluations, question.Latents, attempt.Decodes ? question.Final : null, attempt.Settings.HasSource);
    }
}
