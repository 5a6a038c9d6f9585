using System.Text.RegularExpressions;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>A person's way from a prompt to a verified picture, in a real browser over the real hosts.</summary>
public sealed class FirstPictureTests
{
    private static readonly byte[] Preview = PaintedPng.Of(8, 8, 60);
    private const byte Shade = 120;

    private static readonly byte[] Png = PaintedPng.Of(24, 16, Shade);

    [BrowserFact]
    public async Task Person_WhoAsks_WatchesThePictureComeAndFindsItVerified()
    {
        await using var stage = await BrowserStage.StartAsync();
        var (worker, referee) = (await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark"), await PlayedWorker.EnrollAsync(stage.Grid, "umpire", WorkerRole.Referee));
        var page = await stage.VisitAsync();

        await page.GetByLabel("What should the picture show?").FillAsync("a red house");
        await page.GetByLabel("Wide").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/requests/"));
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");

        var lease = await worker.ClaimAsync();
        await worker.ReportStepAsync(lease, 2, Preview);
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("northern-lark is rendering, step 2 of 4.");
        await Expect(page.Locator(".frame img")).ToHaveAttributeAsync("src", "data:image/png;base64," + Convert.ToBase64String(Preview));
        await Expect(page.Locator(".frame progress")).ToHaveJSPropertyAsync("value", 2);

        await worker.DeliverAsync(lease, Shade);
        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("Your picture is here.");
        await referee.DeliverAsync(await referee.ClaimAsync(), Shade);
        await Expect(page.Locator("[data-sentence]")).ToContainTextAsync("Verified step by step.");

        await page.Locator(".frame a").ClickAsync();
        await Expect(page.Locator(".verdict")).ToContainTextAsync("Verified");
        Assert.Equal(24, await page.Locator(".plate img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Leaderboard", Exact = true }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("northern-lark");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Person_WithScriptOff_GetsThePictureToo()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var page = await stage.VisitAsync(window: new() { JavaScriptEnabled = false });

        await page.GetByLabel("What should the picture show?").FillAsync("a red house");
        await page.GetByLabel("Wide").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);

        // Nothing is clicked: the page reloads itself.
        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("Your picture is here.", new() { Timeout = 20_000 });
        await page.Locator(".frame a").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("a red house");
    }

    [BrowserFact]
    public async Task Person_WithAKeyboardAlone_AsksAndCancels()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync();

        await Expect(page.GetByLabel("What should the picture show?")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("a red house");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make 2 pictures" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".frame")).ToHaveCountAsync(2);
        await Expect(page.Locator(".settings")).ToContainTextAsync("24 × 16");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel what is not rendered yet" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("This request was cancelled.");
    }

    [BrowserFact]
    public async Task Page_WhenTheCoordinatorRestarts_GoesOnByItself()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/?prompt=a+red+house&width=24&height=16");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");

        await stage.Grid.RestartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);

        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("Your picture is here.", new() { Timeout = 20_000 });
        await Expect(page.GetByText("The connection is interrupted.")).ToBeHiddenAsync();
    }
}
