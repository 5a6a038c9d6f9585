using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery;

/// <summary>Asks for a picture's settings again with other seeds. The same visitor's clicks within one minute are one: a page that everybody shares can hold no key that is new each time.</summary>
internal sealed class MakeVariations(CoordinatorGrpc coordinator, VisitorMark visitors, TimeProvider time)
{
    public const int Count = 4;

    /// <summary>Null when there is no such picture for who visits.</summary>
    public async Task<SubmitOutcome?> RunAsync(HttpContext context, string jobId, CancellationToken cancellationToken)
    {
        var (person, mark) = visitors.AskerOf(context);
        if (await coordinator.FindPictureAsync(person, jobId, cancellationToken) is not { } picture)
            return null;
        var settings = picture.Settings;
        return await coordinator.SubmitAsync(new()
        {
            RequestKey = KeyOf(jobId, person?.AccountId ?? mark),
            Prompt = settings.Prompt,
            NegativePrompt = settings.NegativePrompt,
            Bundle = settings.Bundle,
            Width = settings.Width,
            Height = settings.Height,
            Count = Count,
            Steps = settings.Steps,
            Guidance = settings.Guidance,
            Sampler = settings.Sampler,
            Requester = mark,
            Visibility = picture.IsOwn ? picture.Job.Visibility : Visibility.Public,
            RemixOf = jobId,
        }, person, cancellationToken);
    }

    private string KeyOf(string jobId, string visitor) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"variations {jobId} {visitor} {time.GetUtcNow().ToUnixTimeSeconds() / 60}")));
}
