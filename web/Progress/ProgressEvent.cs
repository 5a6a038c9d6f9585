using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Gallery;

namespace LaionGrid.Web.Progress;

/// <summary>A request as its live page and programs read it; names and meanings stay as they are.</summary>
/// <param name="Headline">The request in one sentence for people.</param>
internal sealed record ProgressEvent(string RequestId, bool IsFinal, int Steps, int Width, int Height, string Headline, IReadOnlyList<ProgressJob> Jobs)
{
    public static ProgressEvent Of(RequestView request)
    {
        var settings = request.Settings;
        return new(
            request.RequestId, request.IsFinal, settings.Steps, settings.Width, settings.Height, Sentences.Of(request),
            [.. request.Jobs.Select(job => ProgressJob.Of(job, settings.Steps))]);
    }
}

/// <summary>One picture of a request.</summary>
/// <param name="Page">Where the picture hangs; its PNG has the same address with ".png".</param>
/// <param name="EtaLowMs">The picture is expected in so many milliseconds at the earliest; null when nothing is known.</param>
/// <param name="EtaHighMs">And at the latest.</param>
/// <param name="Sentence">The job in one sentence for people.</param>
/// <param name="IsWithheld">Its picture is here and not shown until a moderator has looked.</param>
internal sealed record ProgressJob(
    string JobId, int Index, long Seed, JobState State, int QueuePosition, int Step, string Preview, string Worker, Verdict Verdict,
    string Failure, string FailureCode, string Sha256, long? EtaLowMs, long? EtaHighMs, string Sentence, string Page, Visibility Visibility, bool IsWithheld)
{
    public static ProgressJob Of(JobView job, int steps) => new(
        job.JobId, job.Index, job.Seed, job.State, job.QueuePosition, job.Step, job.Preview, job.Worker, job.Verdict,
        job.Failure, job.FailureCode, job.Sha256, (long?)job.Arrival?.Earliest.TotalMilliseconds, (long?)job.Arrival?.Latest.TotalMilliseconds, Sentences.Of(job, steps),
        Frames.PageOf(job), job.Visibility, job.IsWithheld);
}
