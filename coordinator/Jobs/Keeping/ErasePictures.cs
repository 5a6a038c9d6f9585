using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Jobs.Keeping;

/// <summary>
/// Erases what is kept of deleted pictures, a batch in a transaction: the reference to their bytes, which the sweep of the blobs then clears away, and the words of a request
/// of which nothing else is left, and what it began from. A picture that is still checked, or may yet be by an appeal, waits; one that waits in the queue is cancelled.
/// </summary>
internal sealed class ErasePictures(GridWriter writer, QueueGauge gauge, TimeProvider time)
{
    private const int Batch = 200;

    /// <summary>An appeal may come within a day of a verdict, and is answered soon after.</summary>
    private static readonly TimeSpan Appeals = TimeSpan.FromDays(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in (await writer.RunAsync(db => CancelAsync(db, cancellationToken), cancellationToken)).GroupBy(lane => lane))
            gauge.Left(lane.Key, lane.Count());
        while (await writer.RunAsync(db => EraseAsync(db, cancellationToken), cancellationToken) == Batch)
        {
        }
    }

    /// <returns>The lanes that jobs were taken out of.</returns>
    private static Task<List<string>> CancelAsync(GridDb db, CancellationToken cancellationToken) => db.QueryRowsAsync(
        $"""UPDATE jobs SET "State" = '{JobLifecycle.To(JobEvent.Cancel)}' WHERE "Visibility" = 'Deleted' AND "State" = '{JobState.Queued}' RETURNING "Lane" """, // index deleted
        [], [], row => row.GetString(0), cancellationToken);

    private async Task<int> EraseAsync(GridDb db, CancellationToken cancellationToken)
    {
        var erased = await db.QueryRowsAsync(
            $"""
            UPDATE jobs SET "Visibility" = 'Erased', "State" = '{JobLifecycle.To(JobEvent.Erase)}' WHERE "Id" IN (
                SELECT j."Id" FROM jobs j WHERE j."Visibility" = 'Deleted' AND j."State" IN ('{string.Join("', '", JobLifecycle.From(JobEvent.Erase))}')
                    AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a."JobId" = j."Id" AND (a."Audit" IS NOT NULL OR (a."Verdict" = 'Rejected' AND a."VerdictAt" > @a0)))
                ORDER BY j."QueuedAt" LIMIT {Batch} {writer.SkipLocked("j")})
            RETURNING "Id", "RequestId"
            """, // index deleted; attempts by index job
            [], [(time.GetUtcNow() - Appeals).ToMicroseconds()], row => new OwnJob(row.ReadId<JobId>(0), row.ReadId<RequestId>(1)), cancellationToken);
        if (erased.Count > 0)
            await ForgetAsync(db, erased.ConvertAll(job => job.Id), erased.Select(job => job.RequestId).Distinct().ToList(), cancellationToken);
        return erased.Count;
    }

    private static async Task ForgetAsync(GridDb db, List<JobId> erased, List<RequestId> of, CancellationToken cancellationToken)
    {
        var jobs = db.Jobs;
        var attempts = db.Attempts;
        await db.PictureEmbeddings.Where(embedding => attempts.Any(attempt => attempt.Id == embedding.AttemptId && erased.Contains(attempt.JobId))).ExecuteDeleteAsync(cancellationToken); // index job, fence
        await db.Attempts.Where(attempt => erased.Contains(attempt.JobId)).ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.PictureSha256, ""), cancellationToken);
        var forgotten = db.Requests.Where(request => of.Contains(request.Id) && !jobs.Any(job => job.RequestId == request.Id && job.Visibility != Visibility.Erased));
        var sources = await forgotten.Where(request => request.Settings.SourceSha256 != "").Select(request => new { request.AccountId, request.Settings.SourceSha256, request.Settings.MaskSha256 }).ToListAsync(cancellationToken);
        await forgotten.ExecuteUpdateAsync(
            set => set.SetProperty(request => request.Settings.Prompt, "").SetProperty(request => request.Settings.NegativePrompt, "").SetProperty(request => request.Settings.SourceSha256, "").SetProperty(request => request.Settings.MaskSha256, ""), cancellationToken);
        if (sources.Count > 0)
            await LetGoAsync(db, [.. sources.SelectMany(one => new object?[][] { [one.AccountId.Value, one.SourceSha256], [one.AccountId.Value, one.MaskSha256] })], cancellationToken);
    }

    /// <summary>What they began from, unless another request of the same account does too; then the sweep of the sources clears it away.</summary>
    private static Task<int> LetGoAsync(GridDb db, List<object?[]> sources, CancellationToken cancellationToken) => db.ExecuteRowsAsync(
        """
        UPDATE sources SET "IsNamed" = FALSE WHERE ("AccountId", "Sha256") IN (VALUES {rows})
            AND NOT EXISTS (SELECT 1 FROM requests r WHERE r."AccountId" = sources."AccountId" AND (r."SourceSha256" = sources."Sha256" OR r."MaskSha256" = sources."Sha256"))
        """, // index sha256; requests by index account, created at
        sources, [], cancellationToken);
}
