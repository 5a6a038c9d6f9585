using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery.Own;

/// <summary>A request of one's own as programs read it; names and meanings stay as they are.</summary>
internal sealed record OwnRequestRecord(
    string RequestId, DateTimeOffset CreatedAt, string Prompt, string NegativePrompt, string Bundle, int Width, int Height, int Steps, float Guidance, string Sampler, string RemixOf,
    IReadOnlyList<OwnPictureRecord> Pictures)
{
    public static OwnRequestRecord Of(RequestView request)
    {
        var settings = request.Settings;
        return new(
            request.RequestId, request.CreatedAt, settings.Prompt, settings.NegativePrompt, settings.Bundle, settings.Width, settings.Height, settings.Steps, settings.Guidance,
            settings.Sampler, request.RemixOf, [.. request.Jobs.Select(job => new OwnPictureRecord(job.JobId, job.Seed, job.State, job.Visibility, job.Sha256))]);
    }
}

/// <summary>One picture of it.</summary>
internal sealed record OwnPictureRecord(string JobId, long Seed, JobState State, Visibility Visibility, string Sha256);
