using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery;

/// <summary>A picture as programs read it; names and meanings stay as they are.</summary>
internal sealed record PictureRecord(
    string JobId, string RequestId, string Prompt, string NegativePrompt, string Bundle, int Width, int Height, int Steps, float Guidance, string Sampler,
    long Seed, JobState State, Verdict Verdict, string Worker, string Contributor, string Device, long RenderMs, long CreditMflop, string Sha256,
    long PngBytes, IReadOnlyList<PostingView> Postings, PictureScores? Scores, Visibility Visibility, string EngineVersion)
{
    public static PictureRecord Of(PictureView picture)
    {
        var (job, settings) = (picture.Job, picture.Settings);
        return new(
            job.JobId, picture.RequestId, settings.Prompt, settings.NegativePrompt, settings.Bundle, settings.Width, settings.Height, settings.Steps,
            settings.Guidance, settings.Sampler, job.Seed, job.State, job.Verdict, job.Worker, picture.Contributor, picture.Device,
            (long)picture.RenderTime.TotalMilliseconds, picture.CreditMflop, job.Sha256, picture.PngBytes, picture.Postings, picture.Scores, job.Visibility, picture.EngineVersion);
    }
}
