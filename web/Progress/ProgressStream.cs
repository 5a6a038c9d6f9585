using System.Text.Json;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Progress;

/// <summary>
/// Writes a request's views as server-sent events until the final one. A comment every 15 seconds keeps proxies from cutting a quiet
/// line. When the site or the coordinator stops, the stream just ends: the page's script asks again.
/// </summary>
internal sealed class ProgressStream(CoordinatorGrpc coordinator, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <returns>False, with nothing written, when there is no such request.</returns>
    public async Task<bool> WriteAsync(string requestId, HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var views = coordinator.WatchAsync(requestId, ending.Token).GetAsyncEnumerator(ending.Token);
        if (!await views.MoveNextAsync())
            return false;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            do
                await SendAsync(context, Frame(views.Current), ending.Token);
            while (await NextAsync(views, context, ending.Token));
        }
        catch (Exception error) when (error is CoordinatorAwayException or OperationCanceledException)
        {
            // The views so far were true; the next connection brings the rest.
            return true;
        }
        return true;
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<RequestView> views, HttpContext context, CancellationToken cancellationToken)
    {
        var next = views.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                await ((Task)next.WaitAsync(Quiet, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (next.IsCompleted)
                    return await next;
                cancellationToken.ThrowIfCancellationRequested();
                await SendAsync(context, ":\n\n", cancellationToken);
            }
        }
        finally
        {
            // The enumerator may not be disposed while it moves.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Frame(RequestView view) => $"event: request\ndata: {JsonSerializer.Serialize(ProgressEvent.Of(view), Answers.Json)}\n\n";

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync(text, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
