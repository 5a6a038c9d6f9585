using System.Globalization;
using System.Text;

namespace LaionGrid.Coordinator.Leaderboards.Export;

/// <summary>The statistics as files that anyone may fetch, under the names that BOINC gives them. No key is asked for.</summary>
internal static class StatsHttp
{
    public static void MapStats(this IEndpointRouteBuilder routes) => routes.MapGet("/stats/{name}", SendAsync);

    private static async Task<IResult> SendAsync(string name, StatsFiles files, HttpContext context, CancellationToken cancellationToken)
    {
        if (!StatsFiles.Names.Contains(name))
            return TypedResults.Text($"stats.unknown: There are no such statistics. There are {string.Join(", ", StatsFiles.Names)}.\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
        var file = await files.OpenAsync(name, cancellationToken);
        context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(int)StatsFiles.Lasts.TotalSeconds}");
        return TypedResults.Stream(file, Path.GetExtension(name) switch { ".xml" => "application/xml", ".json" => "application/json", _ => "application/gzip" });
    }
}
