using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Gallery;

/// <summary>All pictures, and what one contributor's machines made, a page at a time.</summary>
internal static class GalleryHttp
{
    private const int PageSize = 60;

    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        routes.MapReading("/pictures", ShowAllAsync);
        routes.MapReading("/contributors/{name}", ShowContributorAsync);
        routes.MapPicture();
    }

    private static async Task<IResult> ShowAllAsync(HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string before = "") =>
        await coordinator.ListPicturesAsync(PageSize, before, contributor: "", cancellationToken) is { } pictures
            ? Answers.PublicPage<GalleryPage>(context, new { View = ViewOf(pictures, before, "", null) })
            : Results.NotFound();

    private static async Task<IResult> ShowContributorAsync(
        string name, HttpContext context, CoordinatorGrpc coordinator, CancellationToken cancellationToken, string before = "")
    {
        var find = coordinator.FindStandingAsync(BoardKind.People, Period.All, name, cancellationToken);
        var listing = coordinator.ListPicturesAsync(PageSize, before, name, cancellationToken);
        await Task.WhenAll(find, listing);
        var standing = await find;
        return await listing is { } pictures && (pictures.Count > 0 || standing is not null)
            ? Answers.PublicPage<GalleryPage>(context, new { View = ViewOf(pictures, before, name, standing) })
            : Results.NotFound();
    }

    private static GalleryView ViewOf(IReadOnlyList<PictureView> pictures, string before, string contributor, BoardRow? standing) =>
        new(pictures, before.Length == 0, pictures.Count == PageSize ? pictures[^1].Job.JobId : null, contributor, standing);
}
