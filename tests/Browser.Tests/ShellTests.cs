using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>What every page has: the way past the masthead, the choice of colours, and numbers that keep true.</summary>
public sealed class ShellTests
{
    private const byte Shade = 90;

    [BrowserFact]
    public async Task Colours_OnceChosen_HoldOnEveryPageAndCanBeGivenBack()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/help", new() { ColorScheme = ColorScheme.Light });

        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await page.GotoAsync(stage.Address + "/about");

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal("dark", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
        Assert.Empty(await page.Context.CookiesAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Auto" }).ClickAsync();
        Assert.Equal("light dark", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Keyboard_FirstOfAll_ReachesTheWayPastTheMasthead()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/help");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task FrontPage_WhileSomebodyLooks_HangsNewPicturesByItself()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var asking = await stage.VisitAsync();
        await AskAsync(asking, worker, "a red house");
        var watching = await stage.VisitAsync();
        await Expect(watching.Locator("[data-wall] li")).ToHaveCountAsync(1);

        await asking.GotoAsync(stage.Address);
        await AskAsync(asking, worker, "a blue boat");

        await Expect(watching.Locator("[data-wall] li")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Expect(watching.Locator("[data-wall] li").First.Locator("img")).ToHaveAttributeAsync("alt", "Unreviewed. Prompt: a blue boat");
        await Expect(watching.Locator("[data-number='pictures-today']")).ToHaveTextAsync("2");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task FrontPage_BeforeAnyPicture_HangsTheFirstByItself()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var watching = await stage.VisitAsync();
        await Expect(watching.Locator("[data-wall]")).ToContainTextAsync("No picture has been rendered here yet");

        await AskAsync(await stage.VisitAsync(), worker, "a red house");

        await Expect(watching.Locator("[data-wall] li")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(watching.Locator("[data-wall] .empty")).ToHaveCountAsync(0);
        Assert.Empty(stage.Complaints);
    }

    private static async Task AskAsync(IPage page, PlayedWorker worker, string prompt)
    {
        await page.GetByLabel("What should the picture show?").FillAsync(prompt);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);
        await page.Locator(".frame a[href]").WaitForAsync();
    }
}
