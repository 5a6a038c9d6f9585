using System.Net.Sockets;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;
using LaionGrid.Worker.Page.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LaionGrid.Worker.Page;

/// <summary>What the page's addresses do.</summary>
internal sealed class PageApp(IOwnerDesk desk, PageView view, LiveFeed feed, Tickets tickets, PageGuard guard)
{
    public const string OpenPath = "/open";

    private const string Start = "/";
    private const int MostConnections = 32;
    private const int MostBodyBytes = 1024;

    /// <summary>Not started yet.</summary>
    /// <param name="socket">Bound on this machine alone; the application's from here on.</param>
    public WebApplication Build(Socket socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets(transport => transport.CreateBoundListenSocket = _ => socket).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            (kestrel.Limits.MaxConcurrentConnections, kestrel.Limits.MaxConcurrentUpgradedConnections, kestrel.Limits.MaxRequestBodySize) = (MostConnections, 0, MostBodyBytes);
            kestrel.Listen(socket.LocalEndPoint!); // it is bound
        });
        var app = builder.Build();
        app.Use(next => context => guard.CheckAsync(context, next));
        app.Run(context => RouteAsync(context, app.Lifetime.ApplicationStopping));
        return app;
    }

    private Task RouteAsync(HttpContext context, CancellationToken stopping) => (context.Request.Method, context.Request.Path.Value ?? "") switch
    {
        ("GET", Start) => PageAnswers.SendAsync(context.Response, view.Document()),
        ("GET", OpenPath) => OpenAsync(context),
        ("GET", "/events") => feed.SendAsync(context, stopping),
        ("GET", "/preview.png") => SendPreviewAsync(context),
        ("GET", var path) when path.StartsWith(PageAssets.Folder, StringComparison.Ordinal) => PageAssets.SendAsync(context, path[PageAssets.Folder.Length..]),
        ("POST", "/pause") => PauseAsync(context),
        ("POST", "/finish") => SayAsync(context, new(WishKind.Finish)),
        ("POST", "/resume") => SayAsync(context, OwnerWish.None),
        _ => PageAnswers.RefuseAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing here.", "The worker's page is at the address without anything behind it."),
    };

    private Task OpenAsync(HttpContext context)
    {
        if (!tickets.Take(context.Request.Query["ticket"].ToString()))
            return PageAnswers.RefuseAsync(context.Response, StatusCodes.Status403Forbidden, "This link was used already, or is too old.", "Ask for another on the worker's machine: laiongrid-worker page.");
        guard.LetIn(context.Response);
        return GoToStart(context);
    }

    private Task PauseAsync(HttpContext context)
    {
        var text = context.Request.Query["for"].ToString();
        if (text.Length == 0)
            return SayAsync(context, new(WishKind.Pause));
        return DurationText.Parse(text) is { } length && length > TimeSpan.Zero
            ? SayAsync(context, new(WishKind.Pause, view.Clock.GetUtcNow() + length))
            : PageAnswers.RefuseAsync(context.Response, StatusCodes.Status400BadRequest, "That is no length of time.", "Nothing was done. A time is such as 90s, 30m, 2h or 1d.");
    }

    private Task SayAsync(HttpContext context, OwnerWish wish)
    {
        try
        {
            desk.Ask(wish, context.Request.Query["device"].ToString() is { Length: > 0 } device ? device : null);
            return GoToStart(context);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PageAnswers.RefuseAsync(context.Response, StatusCodes.Status500InternalServerError, "It holds, but only until the worker restarts.", $"It could not be written down: {error.Message}");
        }
    }

    private Task SendPreviewAsync(HttpContext context)
    {
        var (response, preview) = (context.Response, desk.PreviewOf(context.Request.Query["device"].ToString()));
        (response.ContentType, response.StatusCode) = ("image/png", preview.IsEmpty ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
        return preview.IsEmpty ? Task.CompletedTask : response.Body.WriteAsync(preview, context.RequestAborted).AsTask();
    }

    private static Task GoToStart(HttpContext context)
    {
        (context.Response.StatusCode, context.Response.Headers.Location) = (StatusCodes.Status303SeeOther, Start);
        return Task.CompletedTask;
    }
}
