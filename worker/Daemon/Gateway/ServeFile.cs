using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Gateway;

/// <summary>Sends a run of a file's bytes from the cache, and has what is missing fetched first.</summary>
internal sealed class ServeFile(OfferedFiles files, ChunkCache cache)
{
    public async Task RunAsync(HttpContext context, string sha256)
    {
        var gone = context.RequestAborted;
        if (await files.FindAsync(sha256, gone) is not { } offered)
        {
            await GatewayAnswer.SayAsync(context, StatusCodes.Status404NotFound, "The grid offers no file with this hash.");
            return;
        }
        if (RunOf(context.Request, offered.File.Bytes) is not var (from, to))
        {
            await GatewayAnswer.SayAsync(context, StatusCodes.Status416RangeNotSatisfiable, $"The file has {offered.File.Bytes} bytes.");
            return;
        }
        foreach (var chunk in offered.Chunks.Where(chunk => chunk.Offset < to && chunk.Offset + chunk.Bytes > from))
        {
            var (path, problem) = await cache.BringAsync(offered.Manifest, chunk, gone);
            if (path is null)
            {
                await RefuseAsync(context, problem);
                return;
            }
            Begin(context.Response, from, to, offered.File.Bytes);
            var (first, last) = (Math.Max(from, chunk.Offset), Math.Min(to, chunk.Offset + chunk.Bytes));
            await context.Response.SendFileAsync(path, first - chunk.Offset, last - first, gone);
        }
    }

    /// <summary>From the first byte to behind the last; null when there is none of them. Without a range, all of it.</summary>
    private static (long From, long To)? RunOf(HttpRequest request, long bytes)
    {
        if (!RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var ranges) || ranges is not { Unit: "bytes", Ranges.Count: 1 } || ranges.Ranges.First() is not { From: { } from } range)
            return (0, bytes);
        var to = Math.Min(bytes, (range.To ?? bytes - 1) + 1);
        return from < to ? (from, to) : null;
    }

    private static void Begin(HttpResponse response, long from, long to, long bytes)
    {
        if (response.HasStarted)
            return;
        (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status206PartialContent, "application/octet-stream", to - from);
        response.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, bytes).ToString();
    }

    private static Task RefuseAsync(HttpContext context, string? problem)
    {
        if (!context.Response.HasStarted)
            return GatewayAnswer.SayAsync(context, StatusCodes.Status503ServiceUnavailable, problem ?? "");
        context.Abort(); // the length was told already: an answer cut short is asked for again
        return Task.CompletedTask;
    }
}
