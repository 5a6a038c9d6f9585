using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The statistics as files that other sites read, and what is in them. They come through this site so that a cache in front has them.</summary>
internal static class StatsHttp
{
    public static void MapStats(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/stats", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<StatsPage>(context, new { })).KeptForAll();
        routes.MapMethods("/stats/{name}", SiteRoutes.Reading, SendAsync);
    }

    private static async Task<IResult> SendAsync(string name, HttpContext context, StatsFiles files, CancellationToken cancellationToken)
    {
        if (StatsFiles.All.FirstOrDefault(file => file.Name == name) is not { } known)
            return Results.NotFound();
        var content = await files.OpenAsync(known, cancellationToken);
        context.Response.Headers.CacheControl = $"public, max-age={Units.WholeSeconds(StatsFiles.Lasts)}";
        return Results.Stream(content, known.ContentType);
    }
}
