using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Progress;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery;

/// <summary>
/// One picture as everybody may see it: its page, its record for programs, and its bytes. Nothing here looks at who visits: what is private is at its person's own
/// address (<see cref="Own.OwnPictureHttp"/>), and here it is not there, like what never was.
/// </summary>
internal static class PictureHttp
{
    public static void MapPicture(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/pictures/{jobId}.png", SiteRoutes.Reading, SendPngAsync);
        routes.MapMethods("/pictures/{jobId}/download.png", SiteRoutes.Reading, SendLabelledAsync);
        routes.MapMethods("/pictures/{jobId}.json", SiteRoutes.Reading, SendRecordAsync).KeptForAll();
        routes.MapMethods("/pictures/{jobId}", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapMethods("/pictures/{jobId}/remix", SiteRoutes.Reading, RemixAsync);
        routes.MapPost("/pictures/{jobId}/variations", VaryAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(string jobId, HttpContext context, LoadPicture load, CancellationToken cancellationToken) =>
        await load.RunAsync(context, null, jobId, cancellationToken) is { } view
            ? Sheltered.For(context, view.Picture, Answers.PublicPage<PicturePage>(context, new { View = view }))
            : Results.NotFound();

    private static async Task<IResult> SendRecordAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? Sheltered.For(context, picture, Answers.PublicJson(context, PictureRecord.Of(picture)))
            : Results.NotFound();

    private static async Task<IResult> SendPngAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, SendPicture send, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? await send.AsRenderedAsync(context, null, picture, cancellationToken)
            : Results.NotFound();

    private static async Task<IResult> SendLabelledAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, SendPicture send, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? await send.LabelledAsync(context, null, picture, cancellationToken)
            : Results.NotFound();

    /// <summary>A short way to the form with everything filled in, for keys and programs.</summary>
    private static async Task<IResult> RemixAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken)
    {
        if (await coordinator.FindPictureAsync(jobId, cancellationToken) is not { } picture)
            return Results.NotFound();
        Sheltered.Keep(context);
        return Answers.SeeOther(context, RemixLink.Of(picture.Settings, picture.Job.Seed, of: jobId));
    }

    /// <summary>The one address here that looks at who visits, for it asks in that person's name.</summary>
    private static async Task<IResult> VaryAsync(string jobId, HttpContext context, MakeVariations make, CancellationToken cancellationToken) => await make.RunAsync(context, jobId, cancellationToken) switch
    {
        null => Results.NotFound(),
        SubmitOutcome.Accepted accepted => Answers.SeeOther(context, ProgressHttp.AddressOf(accepted.RequestId, accepted.Key)),
        SubmitOutcome.Refused refused => Answers.Refuse(context, refused.Refusal),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };
}
