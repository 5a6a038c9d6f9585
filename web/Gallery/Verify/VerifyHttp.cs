using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Gallery.Files;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Gallery.Verify;

/// <summary>Says of a file whether it was made here, and what it says of itself. A file is read as it streams by and is kept nowhere, not even for the answer.</summary>
internal static class VerifyHttp
{
    public const int MaxFileBytes = 32 * 1024 * 1024;
    private const int MaxBodyBytes = MaxFileBytes + 64 * 1024;

    public static void MapVerify(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/verify", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<VerifyPage>(context, new { }));
        routes.MapPost("/verify", ReadAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).DisableAntiforgery(); // it changes nothing
    }

    private static async Task<IResult> ReadAsync(HttpContext context, VerifyFile verify, CancellationToken cancellationToken) => await ScanAsync(context.Request, cancellationToken) switch
    {
        PngScanOutcome.Read { Facts: var facts } => Show(context, await verify.RunAsync(context.Person(), facts, cancellationToken)),
        PngScanOutcome.Refused { Reason: var reason } => Refuse(context, reason),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };

    private static async Task<PngScanOutcome> ScanAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!isForm || HeaderUtilities.RemoveQuotes(type!.Boundary).ToString() is not { Length: > 0 and <= 70 } boundary) // parsed when isForm
            return new PngScanOutcome.Refused("It was not sent as a form with a file.");
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is { FileStream: { } file })
                    return await PngScan.ReadAsync(file, MaxFileBytes, cancellationToken);
            }
            return new PngScanOutcome.Refused("No file was chosen.");
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new PngScanOutcome.Refused("It is larger than files that are read here.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return new PngScanOutcome.Refused("It did not arrive whole.");
        }
    }

    private static IResult Show(HttpContext context, FileFindings findings) => Answers.WantsJson(context.Request)
        ? Answers.OwnJson(context, FindingsRecord.Of(findings))
        : Answers.Page<VerifyPage>(context, new { Findings = findings });

    private static IResult Refuse(HttpContext context, string reason)
    {
        var refusal = Refusal.Invalid("file.not_png", "file", $"This file cannot be looked at. {reason} Choose a PNG of at most {Units.Bytes(MaxFileBytes)}.");
        return Answers.WantsJson(context.Request) ? Answers.Refuse(context, refusal) : Answers.Page<VerifyPage>(context, new { refusal }, refusal.Status);
    }
}

/// <summary>The findings as programs read them; names and meanings stay as they are.</summary>
/// <param name="Picture">Address of the picture's page; null when there is none.</param>
internal sealed record FindingsRecord(FileMatch Match, string? Picture, string Sha256, int Width, int Height, long Bytes, IReadOnlyDictionary<string, string> Texts)
{
    public static FindingsRecord Of(FileFindings findings)
    {
        var facts = findings.Facts;
        return new(
            findings.Match, findings.Picture is { } picture ? Frames.PageOf(picture.Job) : null, facts.Sha256, facts.Width, facts.Height, facts.Bytes,
            facts.Texts.GroupBy(text => text.Key).ToDictionary(texts => texts.Key, texts => texts.First().Text));
    }
}
