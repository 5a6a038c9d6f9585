using LaionGrid.Web.Coordinator.Commons;
using LaionGrid.Web.Site;
using Microsoft.Net.Http.Headers;

namespace LaionGrid.Web.Datasets.Releases;

/// <summary>The open data: what is released, its files, and by which words.</summary>
internal static class ReleasesHttp
{
    private const long MaxDescriptionBytes = 1024 * 1024;
    private const string Description = "croissant.json";

    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    public static void MapReleases(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/data/consent", SiteRoutes.Reading, (HttpContext context) => Answers.PublicPage<ConsentPage>(context, new { }, Keep)).KeptForAll();
        routes.MapMethods("/data/releases", SiteRoutes.Reading, async (HttpContext context, ReleasesGrpc releases, CancellationToken cancellationToken) =>
            Answers.PublicPage<ReleasesPage>(context, new { Releases = await releases.ListAsync(cancellationToken) })).KeptForAll();
        routes.MapMethods("/data/releases.json", SiteRoutes.Reading, async (HttpContext context, ReleasesGrpc releases, CancellationToken cancellationToken) =>
            Answers.PublicJson(context, (await releases.ListAsync(cancellationToken)).Select(ReleaseRecord.Of))).KeptForAll();
        routes.MapMethods("/datasets/{version}", SiteRoutes.Reading, ShowAsync).KeptForAll();
        routes.MapMethods("/datasets/{version}/{**path}", SiteRoutes.Reading, SendAsync);
        routes.MapTombstones();
    }

    private static async Task<IResult> ShowAsync(string version, HttpContext context, ReleasesGrpc releases, CancellationToken cancellationToken)
    {
        var (release, refusal) = await releases.FindAsync(version, cancellationToken);
        if (release is null)
            return refusal is { Status: StatusCodes.Status410Gone } ? Answers.Refuse(context, refusal) : Results.NotFound();
        return Answers.PublicPage<ReleasePage>(context, new { Release = release, Description = await DescribeAsync(release, releases, cancellationToken) });
    }

    private static async Task<Microsoft.AspNetCore.Components.MarkupString?> DescribeAsync(ReleaseView release, ReleasesGrpc releases, CancellationToken cancellationToken)
    {
        if (release.Files.FirstOrDefault(file => file.Path == Description) is not { Bytes: > 0 and <= MaxDescriptionBytes } known)
            return null;
        using var bytes = new MemoryStream();
        await foreach (var chunk in releases.FetchAsync(release.Version, known.Path, 0, (int)known.Bytes, cancellationToken))
            bytes.Write(chunk.Span);
        return JsonLd.Of(bytes.ToArray());
    }

    /// <summary>A file, or the ranges of it that were asked for. What a version names never changes, but it can be withdrawn: caches ask each time, which costs no bytes.</summary>
    private static async Task<IResult> SendAsync(string version, string path, HttpContext context, ReleasesGrpc releases, CancellationToken cancellationToken)
    {
        var (release, refusal) = await releases.FindAsync(version, cancellationToken);
        if (release is null && refusal is { Status: StatusCodes.Status410Gone })
            return Answers.Refuse(context, refusal);
        if (release?.Files.FirstOrDefault(one => one.Path == path) is not { } file)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "public, no-cache";
        return Results.Stream(
            new ReleaseFileStream(releases, release.Version, file), TypeOf(path), Path.GetFileName(path), entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".parquet" => "application/vnd.apache.parquet",
        ".tar" => "application/x-tar",
        ".sqlite" => "application/vnd.sqlite3",
        ".json" => "application/json",
        ".md" => "text/markdown; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}

/// <summary>A release for programs.</summary>
internal sealed record ReleaseRecord(string Version, string Kind, string State, DateTimeOffset Bound, DateTimeOffset? PublishedAt, int Pictures, int Done, long Bytes, string? Url)
{
    public static ReleaseRecord Of(ReleaseView release) => new(
        release.Version, release.IsMonthly ? "monthly" : "daily", release.State, release.Bound, release.PublishedAt, release.Pictures, release.Done, release.Bytes, release.IsPublished ? $"/datasets/{release.Version}" : null);
}
