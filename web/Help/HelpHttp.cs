using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Help;

/// <summary>What people want to know before they ask, give or rely on this.</summary>
internal static class HelpHttp
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    public static void MapHelp(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/help", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<HelpPage>(context, new { }, Keep)).KeptForAll();
        routes.MapMethods("/privacy", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<PrivacyPage>(context, new { }, Keep)).KeptForAll();
        routes.MapMethods("/about", SiteRoutes.Reading, (HttpContext context, IOptions<SiteOptions> site) => Answers.PublicPage<AboutPage>(context, new { site.Value.Repository }, Keep)).KeptForAll();
        routes.MapMethods("/credit", SiteRoutes.Reading, ShowCreditAsync).KeptForAll();
    }

    private static async Task<IResult> ShowCreditAsync(HttpContext context, TariffsGrpc tariffs, IOptions<SiteOptions> site, CancellationToken cancellationToken) =>
        Answers.PublicPage<CreditPage>(context, new { Tariffs = await tariffs.ListAsync(cancellationToken), Coordinator = site.Value.PublicCoordinator.TrimEnd('/') }, Keep);
}
