using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery.Proof;

/// <summary>The proof that the ledger's log holds what was posted for a picture, as a page and for programs.</summary>
internal static class ProofHttp
{
    public static void MapProof(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/pictures/{jobId}/proof", SiteRoutes.Reading, ShowAsync);
        routes.MapMethods("/pictures/{jobId}/proof.json", SiteRoutes.Reading, SendAsync);
    }

    private static async Task<IResult> ShowAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, LoadProof load, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture
            ? Sheltered.For(context, picture, Answers.PublicPage<ProofPage>(context, new { Picture = picture, Proof = await load.RunAsync(null, picture, cancellationToken) }))
            : Results.NotFound();

    private static async Task<IResult> SendAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, LoadProof load, CancellationToken cancellationToken) =>
        await coordinator.FindPictureAsync(jobId, cancellationToken) is { } picture && await load.RunAsync(null, picture, cancellationToken) is { } proof
            ? Sheltered.For(context, picture, Answers.PublicJson(context, proof))
            : Results.NotFound();
}
