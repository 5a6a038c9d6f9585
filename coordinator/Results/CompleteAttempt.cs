using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Results;

/// <summary>What a worker says when it has finished.</summary>
internal sealed record Finished(LeaseClaim Lease, string PictureSha256, string EngineVersion, byte[] Commitment, PictureScores Scores);

/// <summary>
/// Makes an upload the result of its attempt. A render's job becomes rendered and waits for its verdict; a recheck's picture
/// waits to be compared. Repeating it returns the first answer. Attempts that finish together are written together.
/// </summary>
internal sealed class CompleteAttempt : IDisposable
{
    private const int MaxVersion = 40;

    private readonly LeaseBook _book;
    private readonly IBlobStore _blobs;
    private readonly FinishAttempts _finish;
    private readonly Batcher<(HeldLease Lease, Picture Picture), bool> _batches;

    public CompleteAttempt(LeaseBook book, IBlobStore blobs, FinishAttempts finish)
    {
        (_book, _blobs, _finish) = (book, blobs, finish);
        _batches = new(finish.RunAsync);
    }

    public async Task<CompleteOutcome> RunAsync(Finished finished, CancellationToken cancellationToken)
    {
        if (ScoreRules.Check(finished.Scores) is { } wrong)
            return new CompleteOutcome.Refused(wrong);
        switch (await _book.FindAsync(finished.Lease, cancellationToken))
        {
            case LeaseFound.Live { Lease: var lease }:
                return await FinishAsync(lease, finished, cancellationToken);
            case LeaseFound.Ended { Attempt: { State: AttemptState.Rendered } attempt } when attempt.PictureSha256 == finished.PictureSha256:
                return new CompleteOutcome.Completed(attempt.Verdict);
            case LeaseFound.Refused refused:
                return new CompleteOutcome.Refused(refused.Refusal);
            default:
                return new CompleteOutcome.Refused(LeaseRefusals.Stale);
        }
    }

    public void Dispose() => _batches.Dispose();

    private async Task<CompleteOutcome> FinishAsync(HeldLease lease, Finished finished, CancellationToken cancellationToken)
    {
        if (lease.UploadedSha256 != finished.PictureSha256 && !await FindUploadAsync(lease, finished.PictureSha256, cancellationToken))
            return new CompleteOutcome.Refused(Refusal.Conflict("upload.missing", "This picture was not uploaded under this lease. Upload it, then complete."));
        var version = finished.EngineVersion[..Math.Min(finished.EngineVersion.Length, MaxVersion)];
        var picture = new Picture(finished.PictureSha256, lease.UploadedBytes, version, finished.Commitment, finished.Scores);
        return await _batches.RunAsync((lease, picture), cancellationToken)
            ? new CompleteOutcome.Completed(lease.Terms.Purpose == AttemptPurpose.Render ? Verdict.Pending : Verdict.None)
            : new CompleteOutcome.Refused(LeaseRefusals.Stale);
    }

    /// <summary>An upload that another coordinator took in, or this one before a restart, is looked at once more.</summary>
    private async Task<bool> FindUploadAsync(HeldLease lease, string sha256, CancellationToken cancellationToken)
    {
        if (!BlobHash.IsOne(sha256) || await _blobs.GetAsync(sha256, cancellationToken) is not { } bytes || ReceiveUpload.Check(bytes, sha256, lease.Terms.Settings) is not null)
            return false;
        await _blobs.PutAsync(sha256, bytes, cancellationToken);
        lease.Uploaded(sha256, bytes.Length);
        return true;
    }
}

internal abstract record CompleteOutcome
{
    internal sealed record Completed(Verdict Verdict) : CompleteOutcome;

    internal sealed record Refused(Refusal Refusal) : CompleteOutcome;
}
