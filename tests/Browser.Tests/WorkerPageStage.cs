using LaionGrid.TestKit;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Page;
using LaionGrid.Worker.Tests.Page;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>Chromium over the worker's real page, of a worker that is none.</summary>
internal sealed class WorkerPageStage : IAsyncDisposable
{
    /// <summary>Folder for pictures of what was seen; none are taken without.</summary>
    private const string PicturesVariable = "LAIONGRID_TEST_SCREENSHOTS";

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly PageServer _server;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private WorkerPageStage(IPlaywright playwright, IBrowser browser)
    {
        (_playwright, _browser) = (playwright, browser);
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _server = new(false, 46_085, _data, Desk, TimeProvider.System, NullLogger<PageServer>.Instance);
    }

    public StagedDesk Desk { get; } = new() { Report = StagedDesk.Working };

    /// <summary>What the page's console complained of.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<WorkerPageStage> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments }));
    }

    /// <summary>A window of its own, let in by a link of its own.</summary>
    public async Task<IPage> VisitAsync(BrowserNewContextOptions? window = null)
    {
        var context = await _browser.NewContextAsync(window);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => Complaints.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Complaints.AddRange(new Uri(request.Url).Host == "127.0.0.1" || request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : [$"went to {request.Url}"]);
        await page.GotoAsync((await _server.OpenAsync(default)).Link ?? throw new InvalidOperationException("There is no link."));
        return page;
    }

    public static async Task TakePictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
    }

    public Task StopServingAsync() => _server.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await StopServingAsync();
        _server.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }
}
