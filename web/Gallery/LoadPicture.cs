using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Datasets.Explorer.Similar;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Gallery;

/// <summary>Gathers what a picture's page shows.</summary>
internal sealed class LoadPicture(CoordinatorGrpc coordinator, PicturesGrpc pictures, ProvenanceGrpc provenance, JudgementsGrpc judgements, ReleasesGrpc releases, FindVector vectors, IOptions<SiteOptions> site)
{
    /// <summary>Null when there is no such picture for this person; for nobody in particular, as everybody sees it.</summary>
    public async Task<PicturePageView?> RunAsync(HttpContext context, Person? person, string jobId, CancellationToken cancellationToken)
    {
        var find = coordinator.FindPictureAsync(person, jobId, cancellationToken);
        var lineage = pictures.FindLineageAsync(person, jobId, cancellationToken);
        var behind = provenance.FindAsync(person, jobId, cancellationToken);
        var judged = judgements.FindAsync(person, jobId, cancellationToken);
        await Task.WhenAll(find, lineage, behind, judged);
        return await find is not { } picture ? null : new()
        {
            Picture = picture, Origin = site.Value.Absolute(context.Request, ""), Lineage = await lineage ?? LineageView.None, Provenance = await behind, Judgement = await judged,
            Releases = await releases.HoldingAsync(jobId, cancellationToken), IsPersonal = person is not null, Similar = vectors.AddressOf(jobId),
        };
    }
}
