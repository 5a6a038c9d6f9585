using LaionGrid.Web.Datasets.Explorer.Images;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Datasets.Explorer.Exports;

/// <summary>Any filter as a file: /data/export with the list's own parameters and a format. It is written while it is read, so it is neither kept nor held in memory.</summary>
internal static class ExportHttp
{
    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/data/export", Send);

    private static IResult Send(HttpContext context, DataShelf shelf, ExportTurns turns, IOptions<ExplorerOptions> options, TimeProvider time)
    {
        var query = new AskedQuery(context.Request.Query);
        var (filter, format) = (ImageFilter.Of(query), query.OneOf("format", "csv", ExportImages.Types.Keys));
        if (query.Fault is { } fault)
            return Answers.Refuse(context, fault);
        if (shelf.Find(filter.Set) is not { } set)
            return Answers.Refuse(context, DataAnswers.NoSet);
        if (!turns.TryTake())
            return Answers.Refuse(context, DataHttp.Busy);
        context.Response.RegisterForDispose(turns.Taken());
        // Rows are read one by one on this thread, and so they are written: turns bound how many threads that is, and for how long. A write that waits for a slow reader ends only with the connection.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.ExportSeconds), time);
        limit.Token.Register(context.Abort);
        context.Response.RegisterForDispose(limit);
        return Write(context, set, filter, format, options.Value.ExportRows);
    }

    private static IResult Write(HttpContext context, DataSet set, ImageFilter filter, string format, int most)
    {
        var connection = set.Open();
        context.Response.RegisterForDispose(connection);
        var hits = new ImageHits(connection, set.Columns, filter);
        context.Response.RegisterForDispose(hits);
        var isCut = hits.Ids.Length > most;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{set.Name}{(isCut ? $"-first-{most}" : "")}.{(format == "uids" ? "txt" : format)}\"";
        return Results.Stream(
            to =>
            {
                ExportImages.Write(connection, hits, format, most, to, context.RequestAborted);
                return Task.CompletedTask;
            },
            ExportImages.Types[format]);
    }
}
