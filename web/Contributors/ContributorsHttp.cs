using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Contributors;

/// <summary>Contributors as everybody sees them; what belongs to oneself is in files of its own.</summary>
internal static class ContributorsHttp
{
    private const int PageSize = 60;

    public static void MapContributors(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/contributors/{name}", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapCertificate();
        routes.MapProfile();
        routes.MapMachines();
    }

    private static async Task<IResult> ShowAsync(
        string name, HttpContext context, ContributorsGrpc contributors, CoordinatorGrpc coordinator, OutcomesGrpc outcomes, TimeProvider time, CancellationToken cancellationToken, string before = "")
    {
        if (await contributors.FindAsync(name, cancellationToken) is not { } view)
            return Results.NotFound();
        if (view.Page is not { } page)
            return Answers.PublicPage<PrivatePage>(context, new { view.Name });
        if (await coordinator.ListPicturesAsync(PageSize, before, new PictureFilter { Contributor = view.Name }, cancellationToken) is not { } pictures)
            return Results.NotFound();
        return Answers.PublicPage<ContributorPage>(context, new
        {
            View = view,
            Map = HeatMap.Of(page.Days, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)),
            Pictures = pictures,
            Outcomes = await outcomes.OfAsync(pictures.Select(picture => picture.Job.JobId), cancellationToken),
            IsFirst = before.Length == 0,
            Older = pictures.Count == PageSize ? pictures[^1].Job.JobId : null,
        });
    }
}
