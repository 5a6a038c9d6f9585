using System.Text.Json;
using LaionGrid.Worker.Page.Views;
using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Page;

/// <summary>Keeps an open page true by server-sent events: once a second the parts of it that changed. Without a reader nothing runs.</summary>
internal sealed class LiveFeed(PageView view)
{
    private const int MostReaders = 8;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private int _readers;

    public async Task SendAsync(HttpContext context, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (Interlocked.Increment(ref _readers) > MostReaders)
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable; // the page reloads itself instead
            else
                await FollowAsync(context.Response, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or the worker is stopping.
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Every, view.Clock);
        do
        {
            var news = view.Parts().Where(part => sent.GetValueOrDefault(part.Id) != part.Content.Text).ToDictionary(part => part.Id, part => sent[part.Id] = part.Content.Text);
            if (news.Count == 0)
                continue;
            await response.WriteAsync($"data: {JsonSerializer.Serialize(news)}\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
