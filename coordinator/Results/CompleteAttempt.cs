using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Results;

/// <summary>What a worker says when it has finished.</summary>
internal sealed record Finished(LeaseClaim Lease, string PictureSha256, string EngineVersion, byte[] Commitment, PictureScores Scores)
{
    /// <summary>See <see cref="PictureEmbedding.Vector"/>; empty for none.</summary>
    public byte[] Embedding { get; init; } = [];
}

/// <summary>
/// Makes an upload the result of its attempt and draws the lottery: the job is done, or waits for the verdict of an audit. Repeating it
/// returns the first answer. Attempts that finish together are written together.
/// </summary>
internal sealed class CompleteAttempt : IDisposable
{
    private const int MaxVersion = 40;

    private readonly LeaseBook _book;
    private readonly Batcher<(HeldLease Lease, Picture Picture), Verdict?> _batches;

    public CompleteAttempt(LeaseBook book, FinishAttempts finish, IOptions<StorageOptions> storage)
    {
        _book = book;
        _batches = new(finish.RunAsync, new BatchPace(storage.Value.BatchInterval));
    }

    public async Task<CompleteOutcome> RunAsync(Finished finished, CancellationToken cancellationToken)
    {
        if ((ScoreRules.Check(finished.Scores) ?? ScoreRules.CheckEmbedding(finished.Embedding)) is { } wrong)
            return new CompleteOutcome.Refused(wrong);
        switch (await _book.FindAsync(finished.Lease, cancellationToken))
        {
            case LeaseFound.Live { Lease: { Terms.Purpose: AttemptPurpose.Render } lease }:
                return await FinishAsync(lease, finished, cancellationToken);
            case LeaseFound.Ended { Attempt: { State: AttemptState.Rendered } attempt } when attempt.PictureSha256 == finished.PictureSha256:
                return Completed(attempt);
            case LeaseFound.Refused refused:
                return new CompleteOutcome.Refused(refused.Refusal);
            default:
                return new CompleteOutcome.Refused(LeaseRefusals.Stale);
        }
    }

    public void Dispose() => _batches.Dispose();

    /// <summary>Also after a restart, or when another coordinator took the upload in: that it came is remembered where it came.</summary>
    private static Refusal Missing { get; } = Refusal.Conflict("upload.missing", "This picture was not uploaded under this lease. Upload it, then complete.");

    private async Task<CompleteOutcome> FinishAsync(HeldLease lease, Finished finished, CancellationToken cancellationToken)
    {
        if (lease.Upload is not { } upload || upload.Sha256 != finished.PictureSha256)
            return new CompleteOutcome.Refused(Missing);
        if (CommitmentRules.Check(finished.Commitment, lease.Terms.Settings.Steps) is { } malformed)
            return new CompleteOutcome.Refused(malformed);
        var version = finished.EngineVersion.Printable(MaxVersion);
        var picture = new Picture(finished.PictureSha256, upload.Bytes, upload.Fingerprint, version, finished.Commitment, finished.Scores) { Embedding = finished.Embedding };
        return await _batches.RunAsync((lease, picture), cancellationToken) is { } verdict
            ? new CompleteOutcome.Completed(verdict, IsRevealWanted: verdict == Verdict.Pending)
            : await AgainAsync(finished, cancellationToken);
    }

    /// <summary>The lease ended meanwhile: perhaps by this same call, sent twice.</summary>
    private async Task<CompleteOutcome> AgainAsync(Finished finished, CancellationToken cancellationToken) =>
        await _book.FindAsync(finished.Lease, cancellationToken) is LeaseFound.Ended { Attempt: { State: AttemptState.Rendered } attempt } && attempt.PictureSha256 == finished.PictureSha256
            ? Completed(attempt)
            : new CompleteOutcome.Refused(LeaseRefusals.Stale);

    private static CompleteOutcome.Completed Completed(Attempt attempt) => new(attempt.Verdict, attempt.Audit == AuditState.Revealing);
}

internal abstract record CompleteOutcome
{
    internal sealed record Completed(Verdict Verdict, bool IsRevealWanted) : CompleteOutcome;

    internal sealed record Refused(Refusal Refusal) : CompleteOutcome;
}
