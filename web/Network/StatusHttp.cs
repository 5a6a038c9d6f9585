using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>How the grid does in words, with its history. It asks nobody, so it answers while the coordinator is away.</summary>
internal static class StatusHttp
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/status", SiteRoutes.Reading, (HttpContext context, StatusBook book) => Answers.PublicPage<StatusPage>(context, new { book.Status }, Keep)).KeptForAll();
        routes.MapMethods("/status.json", SiteRoutes.Reading, (HttpContext context, StatusBook book) => Answers.PublicJson(context, book.Status, Keep)).KeptForAll();
    }
}
