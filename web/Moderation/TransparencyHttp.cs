using LaionGrid.Web.Coordinator.Desk;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>What was reported and decided, for everybody.</summary>
internal static class TransparencyHttp
{
    public static void MapTransparency(this IEndpointRouteBuilder routes) => routes.MapMethods("/transparency", SiteRoutes.Reading, ShowAsync).KeptForAll();

    private static async Task<IResult> ShowAsync(HttpContext context, ModerationGrpc moderation, CancellationToken cancellationToken) =>
        Answers.PublicPage<TransparencyPage>(context, new { Months = await moderation.CountAsync(cancellationToken) });
}
