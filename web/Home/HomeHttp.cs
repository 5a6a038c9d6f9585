using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Network;
using LaionGrid.Web.Site;
using LaionGrid.Web.Volunteer;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Home;

/// <summary>The front page. Its address may carry a whole form, "/?prompt=...&amp;seed=...", and is then made for its visitor; without one it is the same for everybody.</summary>
internal static class HomeHttp
{
    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapMethods("/", SiteRoutes.Reading, ShowAsync).KeptForAll();

    private static async Task<IResult> ShowAsync(HttpContext context, Snapshots snapshots, LoadAsk load, IOptions<SiteOptions> site, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.GetAsync(cancellationToken);
        var isForAll = !context.Request.QueryString.HasValue;
        var form = AskForm.Read(context.Request.Query).WithNewKey() with { IsForAll = isForAll };
        var ask = isForAll ? snapshot.Ask with { Form = form } : await load.RunAsync(form, Asker.Anybody, cancellationToken, snapshot.Pictures);
        var parameters = new { View = new HomeView(ask, snapshot.Pictures, NetworkView.Of(snapshot.Grid), VolunteerView.Of(VisitorSystem.Usual, site.Value)) };
        return isForAll ? Answers.PublicPage<HomePage>(context, parameters) : Answers.Page<HomePage>(context, parameters);
    }
}
