using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>What a visitor sees while the coordinator is away, and how the site comes back by itself.</summary>
public sealed class OutageTests
{
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 60_000 };

    [BrowserFact]
    public async Task Page_WhileTheCoordinatorIsAway_IsKindAndComesBackByItself()
    {
        await using var stage = await BrowserStage.StartAsync();
        await stage.Grid.RebuildAsync(); // it no longer listens
        var page = await stage.VisitAsync("/leaderboard");

        await Expect(page.Locator("h1")).ToHaveTextAsync("The grid is out of reach");
        await Screenshots.KeepAsync(page, "away");
        await stage.Grid.RestartAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Leaderboard", Patiently);
    }

    [BrowserFact]
    public async Task Page_WhileTheCoordinatorIsAwayAndScriptIsOff_ComesBackByItself()
    {
        await using var stage = await BrowserStage.StartAsync();
        await stage.Grid.RebuildAsync();
        var page = await stage.VisitAsync("/leaderboard", new() { JavaScriptEnabled = false });

        await Expect(page.Locator("h1")).ToHaveTextAsync("The grid is out of reach");
        await stage.Grid.RestartAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Leaderboard", new() { Timeout = 60_000 });
    }

    [BrowserFact]
    public async Task StatusPage_WhileTheCoordinatorIsAway_StaysUp()
    {
        await using var stage = await BrowserStage.StartAsync();
        await stage.Grid.RebuildAsync();

        var page = await stage.VisitAsync("/status");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Incidents" })).ToBeVisibleAsync();
    }
}
