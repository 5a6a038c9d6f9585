using System.Security.Cryptography;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Gallery.Files;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Gallery;

/// <summary>
/// Sends a picture's bytes. Caches may keep a public picture's, but ask before they show them again: it may turn private or be taken down at any moment, and is then
/// gone at once. Asking costs no bytes.
/// </summary>
internal sealed class SendPicture(CoordinatorGrpc coordinator, IOptions<SiteOptions> site)
{
    private const long MaxPngBytes = 16 * 1024 * 1024;
    private const string AskEachTime = "public, no-cache";

    /// <summary>The worker's own bytes, whose hash it committed to.</summary>
    public async Task<IResult> AsRenderedAsync(HttpContext context, Person? person, PictureView picture, CancellationToken cancellationToken)
    {
        if (picture.PngBytes > MaxPngBytes)
            return Results.NotFound();
        if (!picture.IsShown)
            return Answers.Refuse(context, Withheld);
        if (IsKnown(context, picture, picture.Job.Sha256))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = picture.PngBytes;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await foreach (var chunk in coordinator.FetchPictureAsync(person, picture.Job.JobId, picture.Job.Sha256, cancellationToken))
                await context.Response.Body.WriteAsync(chunk, cancellationToken);
        }
        return Results.Empty;
    }

    /// <summary>The same pixels with the site's words about them, as a file to keep.</summary>
    public async Task<IResult> LabelledAsync(HttpContext context, Person? person, PictureView picture, CancellationToken cancellationToken)
    {
        if (picture.PngBytes > MaxPngBytes)
            return Results.NotFound();
        if (!picture.IsShown)
            return Answers.Refuse(context, Withheld);
        var labels = PictureLabels.Of(picture, site.Value.Absolute(context.Request, ""));
        var png = LabelledPng.Of((await FetchAsync(person, picture, cancellationToken)).Span, labels);
        if (IsKnown(context, picture, Convert.ToHexStringLower(SHA256.HashData(png))))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return Results.Bytes(png, "image/png", $"laiongrid-{picture.Job.JobId}.png");
    }

    /// <summary>All bytes of a picture that is not too large to be held.</summary>
    public async Task<ReadOnlyMemory<byte>> FetchAsync(Person? person, PictureView picture, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream((int)Math.Min(picture.PngBytes, MaxPngBytes));
        await foreach (var chunk in coordinator.FetchPictureAsync(person, picture.Job.JobId, picture.Job.Sha256, cancellationToken))
            bytes.Write(chunk.Span);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static Refusal Withheld { get; } = new()
    {
        Kind = RefusalKind.NotAllowed,
        Code = "picture.withheld",
        Message = "This picture is withheld until a moderator has looked at it. Come back later, or report what you know about it.",
    };

    /// <summary>Names the bytes in the answer; whether the asker has them.</summary>
    private static bool IsKnown(HttpContext context, PictureView picture, string sha256)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue($"\"{sha256}\"");
        context.Response.Headers.CacheControl = AskEachTime;
        if (picture.Job.Visibility != Visibility.Public)
            Sheltered.Keep(context);
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(headers.ETag, useStrongComparison: false));
    }
}
