using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Network;
using LaionGrid.Web.Site;
using LaionGrid.Web.Volunteer;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Home;

/// <summary>The front page. Its address may carry a whole form: "/?prompt=...&amp;seed=...".</summary>
internal static class HomeHttp
{
    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapMethods("/", SiteRoutes.Reading, ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, Snapshots snapshots, LoadAsk load, IOptions<SiteOptions> site, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.GetAsync(cancellationToken);
        var form = AskForm.Read(context.Request.Query).WithNewKey();
        // Most visitors come with nothing filled in, and what that would come to is known.
        var ask = context.Request.QueryString.HasValue ? await load.RunAsync(form, Asker.Anybody, cancellationToken, snapshot.Pictures) : snapshot.Ask with { Form = form };
        var volunteer = VolunteerView.Of(VisitorSystem.Of(context.Request.Headers.UserAgent.ToString()), site.Value);
        return Answers.Page<HomePage>(context, new { View = new HomeView(ask, snapshot.Pictures, NetworkView.Of(snapshot.Grid), volunteer) });
    }
}
