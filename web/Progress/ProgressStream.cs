using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>
/// Writes a request's views as server-sent events until the final one. A comment now and then keeps proxies from cutting a quiet line. When the site or the
/// coordinator stops, the stream just ends: the page's script asks again.
/// </summary>
internal sealed class ProgressStream(WatchesGrpc watches, IHostApplicationLifetime lifetime)
{
    /// <returns>False, with nothing written, when there is no such request.</returns>
    public async Task<bool> WriteAsync(string requestId, HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var watch = await watches.BeginAsync(requestId, context.Person(), ending.Token);
        await using var leaving = ending.Token.Register(() => watch.End());
        await using var views = watch.ReadAsync().GetAsyncEnumerator(CancellationToken.None);
        if (!await views.MoveNextAsync())
            return ending.IsCancellationRequested;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(views, context.Response.BodyWriter, ending.Token);
        }
        catch (Exception error) when (error is CoordinatorAwayException or RefusedException or OperationCanceledException)
        {
            // The views so far were true; the next connection brings the rest.
        }
        return true;
    }

    private static async Task WriteAsync(IAsyncEnumerator<RequestView?> views, PipeWriter body, CancellationToken cancellationToken)
    {
        using var json = new Utf8JsonWriter(body);
        do
        {
            if (views.Current is { } view)
                WriteFrame(body, json, view);
            else
                body.Write(":\n\n"u8);
            await body.FlushAsync(cancellationToken);
        }
        while (await views.MoveNextAsync());
    }

    private static void WriteFrame(PipeWriter body, Utf8JsonWriter json, RequestView view)
    {
        body.Write("event: request\ndata: "u8);
        json.Reset();
        JsonSerializer.Serialize(json, ProgressEvent.Of(view), Answers.Json);
        body.Write("\n\n"u8);
    }
}
