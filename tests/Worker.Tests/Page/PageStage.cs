using System.Net;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Page;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Worker.Tests.Page;

/// <summary>The page's real server over a worker that is none, and browsers as programs.</summary>
internal sealed class PageStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly TimeProvider _time;
    private PageServer _server;

    public PageStage(TimeProvider? time = null, int port = 45_085)
    {
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _time = time ?? TimeProvider.System;
        _server = Serve(port);
    }

    public StagedDesk Desk { get; } = new();

    public string Folder => _data.Path;

    public async Task<Uri> LinkAsync()
    {
        var answer = await _server.OpenAsync(default);
        return new(answer.Link ?? throw new InvalidOperationException(answer.Problem));
    }

    /// <summary>A browser that was let in.</summary>
    public async Task<HttpClient> EnterAsync()
    {
        var link = await LinkAsync();
        var browser = Browser(link);
        using var answer = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return browser;
    }

    /// <summary>A new life of the worker, at the port of the one before.</summary>
    public async Task RestartAsync()
    {
        var port = (await LinkAsync()).Port;
        await StopAsync();
        _server = Serve(port);
        Assert.Equal(port, (await LinkAsync()).Port);
    }

    /// <summary>One that nobody let in yet.</summary>
    public static HttpClient Browser(Uri link, bool follows = true) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = follows, CookieContainer = new() }) { BaseAddress = new(link.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromSeconds(60) };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Dispose();
        _folder.Dispose();
    }

    private PageServer Serve(int port) => new(false, port, _data, Desk, _time, NullLogger<PageServer>.Instance);

    private async Task StopAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }
}
