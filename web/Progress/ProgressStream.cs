using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>
/// Writes a request's views as server-sent events until the final one. A comment every 15 seconds keeps proxies from cutting a quiet
/// line. When the site or the coordinator stops, the stream just ends: the page's script asks again.
/// </summary>
internal sealed class ProgressStream(CoordinatorGrpc coordinator, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);
    private static readonly ReadOnlyMemory<byte> Comment = ":\n\n"u8.ToArray();

    /// <returns>False, with nothing written, when there is no such request.</returns>
    public async Task<bool> WriteAsync(string requestId, HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var views = coordinator.WatchAsync(requestId, context.Person(), ending.Token).GetAsyncEnumerator(ending.Token);
        if (!await views.MoveNextAsync())
            return false;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(views, context.Response.BodyWriter, ending.Token);
        }
        catch (Exception error) when (error is CoordinatorAwayException or OperationCanceledException)
        {
            // The views so far were true; the next connection brings the rest.
            return true;
        }
        return true;
    }

    /// <summary>One clock for the stream rather than one for each event: a busy stream's comments cost next to nothing.</summary>
    private async Task WriteAsync(IAsyncEnumerator<RequestView> views, PipeWriter body, CancellationToken cancellationToken)
    {
        using var quiet = new PeriodicTimer(Quiet, time);
        var comment = quiet.WaitForNextTickAsync(cancellationToken).AsTask();
        while (true)
        {
            WriteFrame(body, views.Current);
            await body.FlushAsync(cancellationToken);
            var next = views.MoveNextAsync().AsTask();
            try
            {
                while (await Task.WhenAny(next, comment) == comment)
                {
                    await comment;
                    comment = quiet.WaitForNextTickAsync(cancellationToken).AsTask();
                    await body.WriteAsync(Comment, cancellationToken);
                }
            }
            finally
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the enumerator may not be disposed while it moves
            }
            if (!await next)
                return;
        }
    }

    private static void WriteFrame(PipeWriter body, RequestView view)
    {
        body.Write("event: request\ndata: "u8);
        using (var json = new Utf8JsonWriter(body))
            JsonSerializer.Serialize(json, ProgressEvent.Of(view), Answers.Json);
        body.Write("\n\n"u8);
    }
}
