using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
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

    private static async Task<IResult> ShowAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, ProvenanceGrpc provenance, CancellationToken cancellationToken) =>
        await FindAsync(jobId, coordinator, provenance, cancellationToken) is var (picture, proof)
            ? Sheltered.For(context, picture, Answers.PublicPage<ProofPage>(context, new { Picture = picture, Proof = proof }))
            : Results.NotFound();

    private static async Task<IResult> SendAsync(string jobId, HttpContext context, CoordinatorGrpc coordinator, ProvenanceGrpc provenance, CancellationToken cancellationToken) =>
        await FindAsync(jobId, coordinator, provenance, cancellationToken) is var (picture, proof) && proof is not null
            ? Sheltered.For(context, picture, Answers.PublicJson(context, proof))
            : Results.NotFound();

    /// <summary>Null when there is no such picture for everybody; without a proof while nothing of it is in the log.</summary>
    private static async Task<(PictureView Picture, CheckedProof? Proof)?> FindAsync(string jobId, CoordinatorGrpc coordinator, ProvenanceGrpc provenance, CancellationToken cancellationToken)
    {
        var (find, ask) = (coordinator.FindPictureAsync(jobId, cancellationToken), provenance.FindAsync(null, jobId, cancellationToken));
        await Task.WhenAll(find, ask);
        if (await find is not { } picture)
            return null;
        return (picture, (await ask)?.Proof is { } proof ? CheckedProof.Of(proof, picture.Postings) : null);
    }
}
