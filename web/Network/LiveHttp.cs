using System.Threading.Channels;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Network;

/// <summary>The one feed that all live pages listen to, as server-sent events. It ends when the site stops; the pages' script asks again.</summary>
internal static class LiveHttp
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);
    private static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    private static readonly Refusal TooMany = new()
    {
        Kind = RefusalKind.Busy,
        Code = "live.too_many",
        Message = "Too many pages listen already. Everything else works; reload the page to see what is new.",
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet("/live", StreamAsync);

    private static async Task<IResult> StreamAsync(HttpContext context, LiveFeed feed, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (feed.Join() is not { } watcher)
            return Answers.Refuse(context, TooMany);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await context.Response.Body.FlushAsync(ending.Token);
            await PassOnAsync(watcher, context.Response.Body, time, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return Results.Empty; // the watcher left, or the site stops
        }
        finally
        {
            feed.Leave(watcher);
        }
        return Results.Empty;
    }

    private static async Task PassOnAsync(Channel<byte[]> watcher, Stream body, TimeProvider time, CancellationToken cancellationToken)
    {
        var next = watcher.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await ((Task)next.WaitAsync(Quiet, time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            var frame = next.IsCompleted && watcher.Reader.TryRead(out var news) ? news : Heartbeat;
            if (next.IsCompleted)
                next = watcher.Reader.WaitToReadAsync(cancellationToken).AsTask();
            await body.WriteAsync(frame, cancellationToken);
            await body.FlushAsync(cancellationToken);
        }
    }
}
