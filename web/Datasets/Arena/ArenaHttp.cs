using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Datasets.Arena;

/// <summary>Models against each other, as a page and as a record for programs.</summary>
internal static class ArenaHttp
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    public static void MapArena(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/arena", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapMethods("/arena.json", SiteRoutes.Reading, SendAsync).KeptForAll();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, JudgementsGrpc judgements, CancellationToken cancellationToken) =>
        Answers.PublicPage<ArenaPage>(context, new { Arena = await judgements.GetArenaAsync(cancellationToken) }, Keep);

    private static async Task<IResult> SendAsync(HttpContext context, JudgementsGrpc judgements, CancellationToken cancellationToken) =>
        Answers.PublicJson(context, await judgements.GetArenaAsync(cancellationToken), Keep);
}
