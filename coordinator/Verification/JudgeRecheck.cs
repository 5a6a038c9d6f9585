using LaionGrid.Coordinator.Blobs;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Models;
using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Verification;

/// <summary>Compares the referee's picture with the worker's under the bundle's tolerance and has the verdict settled.</summary>
internal sealed partial class JudgeRecheck(
    IDbContextFactory<GridDb> databases, BundleCatalogue bundles, IBlobStore blobs, SettleVerdict settle, ILogger<JudgeRecheck> logger)
{
    private const int Batch = 20;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await ReturnedAsync(cancellationToken))
        {
            var settings = await SettingsAsync(job.Job, cancellationToken);
            var psnr = await CompareAsync(job, settings, cancellationToken);
            var bound = bundles.Find(settings.BundleId)?.MinPsnrDb ?? throw new InvalidOperationException($"The bundle {settings.BundleId} of job {job.Job.Id} is no longer here.");
            LogCompared(job.Attempt.Id, psnr, bound);
            if (psnr >= bound)
                await settle.AcceptAsync(job.Job, job.Attempt, Verdict.Accepted, cancellationToken);
            else
                await settle.RejectAsync(job.Job, job.Attempt, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<JudgedJob>> ReturnedAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await JudgedJob.In(db, AuditState.Returned).Take(Batch).ToListAsync(cancellationToken);
    }

    private async Task<double> CompareAsync(JudgedJob job, RenderSettings settings, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (id, fence) = (job.Job.Id, job.Job.Fence);
        var recheck = await db.Attempts.Where(attempt => attempt.JobId == id && attempt.Fence == fence) // unique index job, fence
            .Select(attempt => attempt.PictureSha256).SingleAsync(cancellationToken);
        if (recheck == job.Attempt.PictureSha256)
            return double.PositiveInfinity;
        return PictureComparison.PsnrDb(await LoadAsync(job.Attempt.PictureSha256, settings, cancellationToken), await LoadAsync(recheck, settings, cancellationToken));
    }

    private async Task<PngPicture> LoadAsync(string sha256, RenderSettings settings, CancellationToken cancellationToken)
    {
        var bytes = await blobs.GetAsync(sha256, cancellationToken) ?? throw new InvalidOperationException($"The blob {sha256} is gone.");
        return PngDecoder.Decode(bytes, settings.Width, settings.Height);
    }

    private async Task<RenderSettings> SettingsAsync(Job job, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Requests.Where(request => request.Id == job.RequestId).Select(request => request.Settings).SingleAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} was rendered again: {Psnr:F1} dB alike, at least {Bound:F1} dB wanted.")]
    private partial void LogCompared(AttemptId attempt, double psnr, double bound);
}
