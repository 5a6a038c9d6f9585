using System.Text.Json;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Api;

/// <summary>
/// Writes what comes of a request as server-sent events. The first view is awaited before anything is said, so that a refusal is still an answer; after that the
/// stream only ends early, and the client asks again. A comment keeps a quiet line open.
/// </summary>
internal sealed class EventWriter(TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <param name="tell">What to say at a view: names of events with their objects; a text without a name is a comment.</param>
    /// <param name="end">What to say in the end, which is then as soon as every picture is here or will never be; null says nothing and ends with the final view.</param>
    public async Task<IResult> WriteAsync(
        HttpContext context, IAsyncEnumerable<RequestView> views, Func<RequestView, IEnumerable<(string Name, object Data)>> tell, Func<RequestView, Task<IEnumerable<(string Name, object Data)>>>? end = null, JsonSerializerOptions? json = null)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var each = views.GetAsyncEnumerator(ending.Token);
        if (!await each.MoveNextAsync())
            throw new RefusedException(new() { Kind = RefusalKind.NotFound, Code = "request.unknown", Message = "There is no such request." });
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            do
                await SendAsync(context, tell(each.Current), json ?? Answers.Json, ending.Token);
            while (!each.Current.IsFinal && !IsEnough(each.Current, end) && await NextAsync(each, context, ending.Token));
            if (end is not null)
                await SendAsync(context, await end(each.Current), json ?? Answers.Json, ending.Token);
        }
        catch (Exception error) when (error is CoordinatorAwayException or OperationCanceledException or RefusedException)
        {
            return Results.Empty; // what was told so far is true; the next connection tells the rest
        }
        return Results.Empty;
    }

    // Who waits for pictures need not wait for verdicts.
    private static bool IsEnough(RequestView request, Func<RequestView, Task<IEnumerable<(string Name, object Data)>>>? end) => end is not null && request.Jobs.All(job => job.HasPicture || job.IsFinal);

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
                await context.Response.WriteAsync(":\n\n", cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the enumerator may not be disposed while it moves
        }
    }

    private static async Task SendAsync(HttpContext context, IEnumerable<(string Name, object Data)> events, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        foreach (var (name, data) in events)
            await context.Response.WriteAsync(name.Length == 0 ? $": {data}\n\n" : $"event: {name}\ndata: {JsonSerializer.Serialize(data, data.GetType(), json)}\n\n", cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
