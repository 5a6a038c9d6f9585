using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Compares the referee's picture with the worker's under the bundle's tolerance and has the verdict settled.</summary>
internal sealed partial class JudgeRecheck(
    IDbContextFactory<GridDb> databases, GridWriter writer, BundleCatalogue bundles, IBlobStore blobs, SettleVerdict settle, QueueSignal signal, QueueGauge gauge, ILogger<JudgeRecheck> logger)
{
    private const int Batch = 20;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var attempt in await ReturnedAsync(cancellationToken))
        {
            var (settings, lane, recheck) = await LookAsync(attempt, cancellationToken);
            var psnr = await CompareAsync(attempt.PictureSha256, recheck, settings, cancellationToken);
            var bound = bundles.Find(settings.BundleId)?.MinPsnrDb ?? throw new InvalidOperationException($"The bundle {settings.BundleId} of job {attempt.JobId} is no longer here.");
            LogCompared(attempt.Id, psnr, bound);
            await (psnr >= bound ? AcceptAsync(attempt, cancellationToken) : RejectAsync(attempt, lane, cancellationToken));
        }
    }

    private async Task AcceptAsync(JudgedAttempt attempt, CancellationToken cancellationToken) => settle.Tell(
        await writer.RunAsync(db => settle.AcceptAsync(db, [attempt], AuditState.Returned, Verdict.Accepted, cancellationToken), cancellationToken), Verdict.Accepted);

    private async Task RejectAsync(JudgedAttempt attempt, string lane, CancellationToken cancellationToken)
    {
        var state = await writer.RunAsync(db => settle.RejectAsync(db, attempt, cancellationToken), cancellationToken);
        settle.Tell([attempt], Verdict.Rejected);
        if (state != JobState.Queued)
            return;
        gauge.Joined(lane, 1);
        signal.WorkCame(lane);
    }

    private async Task<IReadOnlyList<JudgedAttempt>> ReturnedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await JudgedAttempt.ReadAsync(db, AuditState.Returned, Batch, "", cancellationToken);
    }

    /// <summary>The picture of the last recheck is the one that was returned.</summary>
    private async Task<(RenderSettings Settings, string Lane, string Recheck)> LookAsync(JudgedAttempt attempt, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, jobId, requestId) = (attempt.Id, attempt.JobId, attempt.RequestId);
        var settings = await db.Requests.Where(request => request.Id == requestId).Select(request => request.Settings).SingleAsync(cancellationToken);
        var lane = await db.Jobs.Where(job => job.Id == jobId).Select(job => job.Lane).SingleAsync(cancellationToken);
        var recheck = await db.Attempts.Where(one => one.JobId == jobId && one.AuditOf == id && one.State == AttemptState.Rendered) // unique index job, fence
            .OrderByDescending(one => one.Fence).Select(one => one.PictureSha256).FirstAsync(cancellationToken);
        return (settings, lane, recheck);
    }

    private async Task<double> CompareAsync(string one, string other, RenderSettings settings, CancellationToken cancellationToken) => one == other
        ? double.PositiveInfinity
        : PictureComparison.PsnrDb(await LoadAsync(one, settings, cancellationToken), await LoadAsync(other, settings, cancellationToken));

    private async Task<PngPicture> LoadAsync(string sha256, RenderSettings settings, CancellationToken cancellationToken)
    {
        var bytes = await blobs.GetAsync(sha256, cancellationToken) ?? throw new InvalidOperationException($"The blob {sha256} is gone.");
        return PngDecoder.Decode(bytes, settings.Width, settings.Height);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} was rendered again: {Psnr:F1} dB alike, at least {Bound:F1} dB wanted.")]
    private partial void LogCompared(AttemptId attempt, double psnr, double bound);
}
