using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Api;

/// <summary>Hands over the pictures of a request, in the shape of OpenAI's images.</summary>
internal sealed class OpenAiDelivery(ApiGrpc grid, CallerKey key, TimeProvider time)
{
    /// <param name="address">Where a picture is; null sends the picture itself.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<OpenAiImages> ImagesAsync(RequestView request, Func<JobView, string>? address, CancellationToken cancellationToken)
    {
        var images = new List<OpenAiImage>();
        foreach (var job in Delivered(request))
            images.Add(address is null ? new(await PngAsync(job, cancellationToken), null) : new(null, address(job)));
        return new(time.GetUtcNow().ToUnixTimeSeconds(), images, SizeOf(request));
    }

    /// <summary>The last events of a stream: each picture, or why there is none.</summary>
    public async Task<IEnumerable<(string Name, object Data)>> CompletedAsync(RequestView request)
    {
        var events = new List<(string, object)>();
        foreach (var job in request.Jobs.Where(job => job.HasPicture))
            events.Add(("image_generation.completed", new OpenAiEvent("image_generation.completed", await PngAsync(job, CancellationToken.None), time.GetUtcNow().ToUnixTimeSeconds(), SizeOf(request))));
        if (events.Count == 0)
            events.Add(("error", new OpenAiError(new(Failure(request).Message, "server_error", null, Failure(request).Code))));
        return events;
    }

    private async Task<string> PngAsync(JobView job, CancellationToken cancellationToken) => Convert.ToBase64String(await grid.FetchPictureAsync(key, job.JobId, cancellationToken));

    private static List<JobView> Delivered(RequestView request) =>
        request.Jobs.Where(job => job.HasPicture).ToList() is { Count: > 0 } pictures ? pictures : throw new RefusedException(Failure(request));

    private static Refusal Failure(RequestView request) => request.Jobs.FirstOrDefault(job => job.State == JobState.Failed) is { } failed
        ? new() { Kind = RefusalKind.Failed, Code = failed.FailureCode, Message = failed.Failure }
        : new() { Kind = RefusalKind.Conflict, Code = "request.cancelled", Message = "The request was cancelled before a picture was rendered." };

    private static string SizeOf(RequestView request) => $"{request.Settings.Width}x{request.Settings.Height}";
}
