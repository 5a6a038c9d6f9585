using System.CommandLine;
using System.Globalization;
using Microsoft.Playwright;

namespace LaionGrid.Benchmarks.Pages;

/// <summary>When does a visitor see the largest part of a page, on this machine and over a slow telephone? In a real browser, each time with nothing kept.</summary>
internal sealed class PaintCommand
{
    /// <summary>What browsers' own tools call "fast 3G".</summary>
    private const double LatencyMs = 562.5;
    private const double DownBytesPerSecond = 1.44e6 / 8;
    private const double UpBytesPerSecond = 0.675e6 / 8;

    private const string Newest = """
        () => new Promise(tell => new PerformanceObserver(list => tell(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))
        """;

    private static readonly string[] Paths = ["/", "/pictures", "/leaderboard", "/network", "/help"];

    private readonly Option<int> _runs = new("--runs") { DefaultValueFactory = _ => 5, Description = "Visits to each page, after one that is not counted." };
    private readonly Option<string> _browser = new("--chromium") { DefaultValueFactory = _ => "/usr/bin/chromium", Description = "The browser's executable." };

    public RootCommand Build()
    {
        var command = new RootCommand("Times the largest contentful paint of the site's pages in Chromium, before a stand-in coordinator.") { _runs, _browser };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var coordinator = await StandInCoordinator.StartAsync();
            await using var site = await SiteProcess.StartAsync(coordinator.Address, cancellationToken);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = parsed.GetValue(_browser), Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
            foreach (var path in Paths)
                foreach (var isSlow in new[] { false, true })
                    Console.WriteLine(Line(path, isSlow, await VisitAsync(browser, $"http://127.0.0.1:{site.Port}{path}", isSlow, parsed.GetValue(_runs))));
            return 0;
        });
        return command;
    }

    private static async Task<List<double>> VisitAsync(IBrowser browser, string address, bool isSlow, int runs)
    {
        var times = new List<double>();
        for (var run = 0; run <= runs; run++)
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = isSlow ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 800 } });
            var page = await context.NewPageAsync();
            if (isSlow)
                await SlowDownAsync(await context.NewCDPSessionAsync(page));
            await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Load });
            var time = await page.EvaluateAsync<double>(Newest);
            if (run > 0)
                times.Add(time);
        }
        times.Sort();
        return times;
    }

    private static async Task SlowDownAsync(ICDPSession session)
    {
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = LatencyMs, ["downloadThroughput"] = DownBytesPerSecond, ["uploadThroughput"] = UpBytesPerSecond });
    }

    private static string Line(string path, bool isSlow, List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"| {path} | {(isSlow ? "fast 3G, 390 px" : "this machine")} | {times.Count} | {times[0]:0} ms | {times[times.Count / 2]:0} ms | {times[^1]:0} ms |");
}
