using LaionGrid.TestKit;
using LaionGrid.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>Coordinator, site and Chromium, all real; a test plays the worker.</summary>
internal sealed class BrowserStage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly WebApplication _site;

    private readonly TemporaryFolder _folder;

    private BrowserStage(TemporaryFolder folder, CoordinatorUnderTest grid, WebApplication site, IPlaywright playwright, IBrowser browser) =>
        (_folder, Grid, _site, _playwright, _browser) = (folder, grid, site, playwright, browser);

    public CoordinatorUnderTest Grid { get; }

    /// <summary>Who is signed in without having signed in; nobody at first.</summary>
    public required StagedVisitor Visitor { get; init; }

    /// <summary>The site's.</summary>
    public IServiceProvider Services => _site.Services;

    public string Address => _site.Urls.Single();

    /// <summary>The same by name, which passkeys want.</summary>
    public string LocalAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <param name="adjust">Last changes to the site's services.</param>
    public static async Task<BrowserStage> StartAsync(Action<IServiceCollection>? adjust = null)
    {
        var (folder, visitor) = (new TemporaryFolder(), new StagedVisitor());
        // A port of its own rather than any, so that a restarted coordinator is found again.
        var grid = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite, "--urls", $"http://127.0.0.1:{LoopbackPort.Free()}", "--Accounts:SiteKeyFile", folder["site.pub"]);
        string[] settings =
        [
            "--urls", "http://127.0.0.1:0", "--Coordinator:Address", grid.Address, "--Site:Folder", folder.Path, "--Logging:LogLevel:Default", "None",
            "--Coordinator:Timeout", "00:01:00", // a busy machine is no outage
        ];
        var site = SiteHost.Build(settings, services =>
        {
            services.AddSingleton<IStartupFilter>(visitor);
            adjust?.Invoke(services);
        });
        await site.StartAsync();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        return new(folder, grid, site, playwright, browser) { Visitor = visitor };
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
        _folder.Dispose();
    }
}
