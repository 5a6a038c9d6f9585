using System.Net;
using System.Net.Sockets;
using LaionGrid.TestKit;
using LaionGrid.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>Coordinator, site and Chromium, all real; a test plays the worker.</summary>
internal sealed class BrowserStage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly WebApplication _site;

    private BrowserStage(CoordinatorUnderTest grid, WebApplication site, IPlaywright playwright, IBrowser browser) =>
        (Grid, _site, _playwright, _browser) = (grid, site, playwright, browser);

    public CoordinatorUnderTest Grid { get; }

    public string Address => _site.Urls.Single();

    public static async Task<BrowserStage> StartAsync()
    {
        var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--urls", $"http://127.0.0.1:{FreePort()}");
        var site = SiteHost.Build(["--urls", "http://127.0.0.1:0", "--Coordinator:Address", grid.Address, "--Logging:LogLevel:Default", "None"]);
        await site.StartAsync();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        return new(grid, site, playwright, browser);
    }

    // A port of its own rather than any, so that a restarted coordinator is found again.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A window of its own.</summary>
    public async Task<IPage> VisitAsync(string path = "/", BrowserNewContextOptions? window = null)
    {
        var context = await _browser.NewContextAsync(window);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Complaints.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => Complaints.Add(error);
        await page.GotoAsync(Address + path);
        return page;
    }

    /// <summary>What the pages' consoles complained of: a blocked style, a missing file, a script that threw.</summary>
    public List<string> Complaints { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _site.StopAsync(new CancellationToken(canceled: true));
        await _site.DisposeAsync();
        await Grid.DisposeAsync();
    }
}
