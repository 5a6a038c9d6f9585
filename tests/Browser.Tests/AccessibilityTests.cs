using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>What axe finds on every page, by light and in the dark, wide and on a small phone.</summary>
public sealed class AccessibilityTests
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] },
    };

    public static TheoryData<ColorScheme, int> EveryWindow => new()
    {
        { ColorScheme.Light, 1200 }, { ColorScheme.Dark, 1200 }, { ColorScheme.Light, 320 }, { ColorScheme.Dark, 320 },
    };

    [BrowserTheory]
    [MemberData(nameof(EveryWindow))]
    public async Task EveryPublicPage_InAnyWindow_HasNoFindings(ColorScheme scheme, int width)
    {
        await using var stage = await BrowserStage.StartAsync();
        var routes = await PublicRoutes.StageAsync(stage);
        // Motion is off, because axe would measure contrast in the middle of a fade.
        var page = await stage.VisitAsync(window: new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        var findings = new List<string>();
        foreach (var (name, path) in routes)
        {
            findings.AddRange(await FindingsAsync(page, stage.Address, path));
            await Screenshots.KeepAsync(page, $"{name}-{scheme.ToString().ToLowerInvariant()}-{width}");
        }

        Assert.Empty(findings);
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task EveryPersonalPage_InAnyWindow_HasNoFindingsAndFits(ColorScheme scheme, int width)
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync(window: new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        var findings = new List<string>();
        foreach (var path in await PersonalRoutes.StageAsync(stage, page))
        {
            findings.AddRange(await FindingsAsync(page, stage.LocalAddress, path));
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width)
                findings.Add($"{path}: {wide} pixels wide in a window of {width}");
            await Screenshots.KeepAsync(page, $"own{path.Replace('/', '-').Split('?')[0]}-{scheme.ToString().ToLowerInvariant()}-{width}");
        }

        Assert.Empty(findings);
    }

    [BrowserFact]
    public async Task Axe_OnAPageThatIsWrong_FindsIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/volunteer");
        await page.EvaluateAsync("document.querySelector('main').append(document.createElement('textarea'))");

        Assert.Contains((await page.RunAxe(Rules)).Violations, violation => violation.Id == "label");
    }

    private static async Task<IEnumerable<string>> FindingsAsync(IPage page, string address, string path)
    {
        var answer = await page.GotoAsync(address + path);
        var result = await page.RunAxe(Rules);
        var found = from violation in result.Violations from node in violation.Nodes select $"{path}: {violation.Id}, {violation.Help}: {node.Html}";
        return answer is { Ok: true } || path == "/nowhere" ? found : found.Append($"{path}: answered {answer?.Status}");
    }
}
