using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Moderation.Reports;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation.Takedowns;

/// <summary>A picture that is gone or back, and the request that showed it.</summary>
internal sealed record Removed(TakedownView Takedown, RequestId RequestId);

/// <summary>
/// Takes pictures out of everything that shows them, and puts them back, in the caller's transaction. Every way to a picture asks its job, so one column is all
/// that has to change. Pictures of the same bytes share a fate.
/// </summary>
internal sealed class RemovePictures(QueueSignal queue, IOptions<ModerationOptions> options)
{
    /// <returns>Those that were there before.</returns>
    public async Task<IReadOnlyList<Removed>> RemoveAsync(
        GridDb db, IReadOnlyList<JobId> named, Concern reason, string why, AccountId by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var gone = await WithSameBytesAsync(db, named, cancellationToken);
        var ids = gone.ConvertAll(picture => picture.JobId);
        await db.Jobs.Where(job => ids.Contains(job.Id)).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.TakenDown), cancellationToken);
        var attempts = db.Attempts; // where CLIP places a picture says much of what it shows; one that is put back does without
        await db.PictureEmbeddings.Where(embedding => attempts.Any(attempt => attempt.Id == embedding.AttemptId && ids.Contains(attempt.JobId))).ExecuteDeleteAsync(cancellationToken); // index job, fence
        await db.Takedowns.Where(takedown => ids.Contains(takedown.JobId)).ExecuteDeleteAsync(cancellationToken); // of one that was put back
        var takedowns = gone.ConvertAll(picture => new Takedown { JobId = picture.JobId, At = now, Reason = reason, AccountId = by, Sha256 = picture.Sha256, HeldUntil = now + options.Value.Hold });
        db.AddRange(takedowns);
        await db.SaveChangesAsync(cancellationToken);
        await db.Reports.Where(report => report.State == ReportState.Open && report.JobId != null && ids.Contains(report.JobId.Value)) // unique index job, concern
            .ExecuteUpdateAsync(set => set.SetProperty(report => report.State, ReportState.TakenDown).SetProperty(report => report.Why, why)
                .SetProperty(report => report.DecidedBy, by).SetProperty(report => report.DecidedAt, now), cancellationToken);
        return gone.ConvertAll(picture => new Removed(new(picture.JobId, now, reason, null), picture.RequestId));
    }

    /// <returns>Those that are back; none when it was not taken down, or nothing is left of it.</returns>
    public static async Task<IReadOnlyList<Removed>> RestoreAsync(GridDb db, JobId named, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = db.Takedowns.Where(takedown => takedown.ErasedAt == null && takedown.RestoredAt == null);
        var sha256 = await held.Where(takedown => takedown.JobId == named).Select(takedown => takedown.Sha256).SingleOrDefaultAsync(cancellationToken); // primary key
        if (sha256 is null)
            return [];
        var jobs = db.Jobs;
        var back = await held.Where(takedown => takedown.JobId == named || (sha256 != "" && takedown.Sha256 == sha256)) // index picture
            .Join(jobs, takedown => takedown.JobId, job => job.Id, (takedown, job) => new Removed(new(job.Id, takedown.At, takedown.Reason, now), job.RequestId)).ToListAsync(cancellationToken);
        var ids = back.ConvertAll(picture => picture.Takedown.JobId);
        await db.Takedowns.Where(takedown => ids.Contains(takedown.JobId)).ExecuteUpdateAsync(set => set.SetProperty(takedown => takedown.RestoredAt, now), cancellationToken);
        await db.Jobs.Where(job => ids.Contains(job.Id)).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.Safe).SetProperty(job => job.IsCheckDecided, true), cancellationToken);
        return back;
    }

    /// <summary>To watching pages and to what keeps releases, once the transaction is kept; sites read the list of takedowns.</summary>
    public void Tell(IReadOnlyCollection<Removed> removed)
    {
        foreach (var request in removed.Select(picture => picture.RequestId).Distinct())
            queue.Moved(request);
        queue.Departed.Add(removed.Select(picture => picture.Takedown.JobId));
    }

    private static async Task<List<Picture>> WithSameBytesAsync(GridDb db, IReadOnlyList<JobId> named, CancellationToken cancellationToken)
    {
        var (jobs, attempts) = (db.Jobs, db.Attempts);
        var hashes = await jobs.Where(job => named.Contains(job.Id)).Join(attempts, job => job.AttemptId, attempt => attempt.Id, (job, attempt) => attempt.PictureSha256)
            .Where(hash => hash != "").Distinct().ToListAsync(cancellationToken);
        var alike = await attempts.Where(attempt => attempt.PictureSha256 != "" && hashes.Contains(attempt.PictureSha256)) // index picture
            .Join(jobs, attempt => (AttemptId?)attempt.Id, job => job.AttemptId, (attempt, job) => new { job.Id, job.RequestId, job.Check, attempt.PictureSha256 })
            .Where(job => job.Check != PictureCheck.TakenDown)
            .Select(job => new Picture(job.Id, job.RequestId, job.PictureSha256)).ToListAsync(cancellationToken);
        var found = alike.ConvertAll(picture => picture.JobId);
        var bare = await jobs.Where(job => named.Contains(job.Id) && !found.Contains(job.Id) && job.Check != PictureCheck.TakenDown)
            .Select(job => new Picture(job.Id, job.RequestId, "")).ToListAsync(cancellationToken);
        return [.. alike, .. bare];
    }

    private sealed record Picture(JobId JobId, RequestId RequestId, string Sha256);
}
