using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Gallery;

/// <summary>One picture: its page, its record for programs, and its bytes.</summary>
internal static class PictureHttp
{
    private const long MaxPngBytes = 16 * 1024 * 1024;
    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    public static void MapPicture(this IEndpointRouteBuilder routes)
    {
        routes.MapReading("/pictures/{jobId}.png", SendPngAsync);
        routes.MapReading("/pictures/{jobId}.json", SendRecordAsync);
        routes.MapReading("/pictures/{jobId}", ShowAsync);
    }

    private static async Task<IResult> ShowAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, IOptions<SiteOptions> site, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? Answers.PublicPage<PicturePage>(context, new { Picture = picture, Origin = site.Value.Absolute(context.Request, "") })
            : Results.NotFound();

    private static async Task<IResult> SendRecordAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? Answers.PublicJson(context, PictureRecord.Of(picture))
            : Results.NotFound();

    private static async Task<IResult> SendPngAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        if (await coordinator.FindPictureAsync(jobId, cancellationToken) is not { PngBytes: <= MaxPngBytes } picture)
            return Results.NotFound();
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue($"\"{picture.Job.Sha256}\"");
        // A picture whose verdict is open may still be rejected and rendered again.
        context.Response.Headers.CacheControl = picture.Job.IsFinal ? Forever : AskEachTime;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(headers.ETag, useStrongComparison: false)))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = picture.PngBytes;
        if (!HttpMethods.IsHead(context.Request.Method))
            await CopyAsync(coordinator.FetchPictureAsync(jobId, picture.Job.Sha256, cancellationToken), context.Response.Body, cancellationToken);
        return Results.Empty;
    }

    private static async Task CopyAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, Stream body, CancellationToken cancellationToken)
    {
        await foreach (var chunk in chunks)
            await body.WriteAsync(chunk, cancellationToken);
    }
}
