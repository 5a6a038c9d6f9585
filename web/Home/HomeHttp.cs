using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;
using LaionGrid.Web.Volunteer;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Home;

/// <summary>The front page. Its address may carry a whole form: "/?prompt=...&amp;seed=...".</summary>
internal static class HomeHttp
{
    private const int WallPictures = 24;

    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapReading("/", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, CoordinatorGrpc coordinator, IOptions<SiteOptions> site, CancellationToken cancellationToken)
    {
        var bundles = coordinator.ListBundlesAsync(cancellationToken);
        var pictures = coordinator.ListPicturesAsync(WallPictures, before: "", contributor: "", cancellationToken);
        var network = coordinator.GetNetworkAsync(cancellationToken);
        await Task.WhenAll(bundles, pictures, network);
        var wall = await pictures ?? [];
        var ask = new AskView
        {
            Form = AskForm.Read(context.Request.Query).WithNewKey(),
            Bundles = await bundles,
            Estimate = Estimate.Of(wall, await network),
        };
        var volunteer = VolunteerView.Of(VisitorSystem.Of(context.Request.Headers.UserAgent.ToString()), site.Value);
        return Answers.Page<HomePage>(context, new { View = new HomeView(ask, wall, await network, volunteer) });
    }
}
