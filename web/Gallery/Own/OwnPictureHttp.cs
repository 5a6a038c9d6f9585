using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Gallery.Proof;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery.Own;

/// <summary>One picture for the person who asked for it, whoever else may see it. Nothing of it is kept by any cache.</summary>
internal static class OwnPictureHttp
{
    public static void MapOwnPicture(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/me/pictures/{jobId}.png", SiteRoutes.Reading, SendPngAsync);
        routes.MapMethods("/me/pictures/{jobId}/download.png", SiteRoutes.Reading, SendLabelledAsync);
        routes.MapMethods("/me/pictures/{jobId}.json", SiteRoutes.Reading, SendRecordAsync);
        routes.MapMethods("/me/pictures/{jobId}/proof", SiteRoutes.Reading, ShowProofAsync);
        routes.MapMethods("/me/pictures/{jobId}/proof.json", SiteRoutes.Reading, SendProofAsync);
        routes.MapMethods("/me/pictures/{jobId}", SiteRoutes.Reading, ShowAsync);
        routes.MapPost("/me/pictures/{jobId}", ChangeAsync).DisableAntiforgery(); // OwnFormsOnly guards it
    }

    private static async Task<IResult> ShowAsync(string jobId, HttpContext context, LoadPicture load, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        if (await load.RunAsync(context, person, jobId, cancellationToken) is not { } view)
            return Results.NotFound();
        var page = Answers.Page<PicturePage>(context, new { View = view });
        Sheltered.Keep(context);
        return page;
    }

    private static Task<IResult> SendRecordAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken) =>
        WithAsync(context, coordinator, jobId, (_, picture) => Task.FromResult(Answers.OwnJson(context, PictureRecord.Of(picture))), cancellationToken);

    private static Task<IResult> SendPngAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, SendPicture send, CancellationToken cancellationToken) =>
        WithAsync(context, coordinator, jobId, (person, picture) => send.AsRenderedAsync(context, person, picture, cancellationToken), cancellationToken);

    private static Task<IResult> SendLabelledAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, SendPicture send, CancellationToken cancellationToken) =>
        WithAsync(context, coordinator, jobId, (person, picture) => send.LabelledAsync(context, person, picture, cancellationToken), cancellationToken);

    private static Task<IResult> ShowProofAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, LoadProof load, CancellationToken cancellationToken) =>
        WithAsync(
            context, coordinator, jobId,
            async (person, picture) => Answers.Page<ProofPage>(context, new { Picture = picture, Proof = await load.RunAsync(person, picture, cancellationToken) }), cancellationToken);

    private static Task<IResult> SendProofAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, LoadProof load, CancellationToken cancellationToken) =>
        WithAsync(
            context, coordinator, jobId,
            async (person, picture) => await load.RunAsync(person, picture, cancellationToken) is { } proof ? Answers.OwnJson(context, proof) : Results.NotFound(), cancellationToken);

    private static async Task<IResult> ChangeAsync(string jobId, HttpContext context, PicturesGrpc pictures, PublicCache kept, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (Visibilities.Parse(form["visibility"].ToString()) is not { } visibility)
            return Answers.Refuse(context, Visibilities.Unknown);
        if (await pictures.ChangeVisibilityAsync(person, [jobId], visibility, cancellationToken) == 0)
            return Results.NotFound();
        await kept.EvictAsync(PublicCache.Everything, CancellationToken.None); // what is hidden is gone at once, wherever it hung
        return Answers.SeeOther(context, Frames.OwnPageOf(jobId));
    }

    private static async Task<IResult> WithAsync(
        HttpContext context, CoordinatorGrpc coordinator, string jobId, Func<Person, PictureView, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        if (context.Person() is not { } person)
            return SignIn.First(context);
        if (await coordinator.FindPictureAsync(person, jobId, cancellationToken) is not { } picture)
            return Results.NotFound();
        var result = await answer(person, picture);
        Sheltered.Keep(context);
        return result;
    }
}
