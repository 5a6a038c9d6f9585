using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Gallery.Own;
using LaionGrid.Web.Gallery.Proof;
using LaionGrid.Web.Gallery.Verify;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery;

/// <summary>All pictures, and what one contributor's machines made, a page at a time.</summary>
internal static class GalleryHttp
{
    private const int PageSize = 60;

    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/pictures", SiteRoutes.Reading, ShowAllAsync).KeptForAll();
        routes.MapPicture();
        routes.MapOwnPictures();
        routes.MapOwnPicture();
        routes.MapProof();
        routes.MapVerify();
    }

    private static async Task<IResult> ShowAllAsync(
        HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string before = "", string bundle = "", string shape = "", string verified = "")
    {
        var filter = new PictureFilter { Bundle = bundle, Shape = Shapes.Parse(shape), IsVerified = verified.Length > 0 };
        var (bundles, listing) = (coordinator.ListBundlesAsync(cancellationToken), coordinator.ListPicturesAsync(PageSize, before, filter, cancellationToken));
        await Task.WhenAll(bundles, listing);
        return await listing is { } pictures
            ? Answers.PublicPage<GalleryPage>(context, new { View = ViewOf(pictures, before, filter) with { Bundles = await bundles } })
            : Results.NotFound();
    }

    private static GalleryView ViewOf(IReadOnlyList<PictureView> pictures, string before, PictureFilter filter) => new()
    {
        Pictures = pictures,
        IsFirst = before.Length == 0,
        Older = pictures.Count == PageSize ? pictures[^1].Job.JobId : null,
        Filter = filter,
    };
}
