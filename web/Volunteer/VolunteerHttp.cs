using LaionGrid.Web.Site;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Volunteer;

/// <summary>How to give a GPU's idle hours. The system is the address's, or else the browser's.</summary>
internal static class VolunteerHttp
{
    public static void MapVolunteer(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/volunteer", SiteRoutes.Reading, Show);
        routes.MapStart();
        routes.MapLink();
    }

    public static VisitorSystem SystemOf(HttpContext context, string os) => VisitorSystem.All.FirstOrDefault(one => one.Key == os) ?? VisitorSystem.Of(context.Request);

    private static IResult Show(HttpContext context, IOptions<SiteOptions> site, string os = "") =>
        Answers.Page<VolunteerPage>(context, new { View = VolunteerView.Of(SystemOf(context, os), site.Value) });
}
