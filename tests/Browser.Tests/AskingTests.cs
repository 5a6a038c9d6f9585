using System.Text.RegularExpressions;
using LaionGrid.TestKit;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>Asking and waiting as people do it: with and without a script, by keyboard, changing their minds.</summary>
public sealed class AskingTests
{
    private const byte Shade = 90;
    private const int MaxFailures = 4;

    [BrowserFact]
    public async Task Form_AsItIsFilledIn_SaysWhatItComesToAndKeepsItInItsAddress()
    {
        await using var stage = await BrowserStage.StartAsync();
        await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var page = await stage.VisitAsync("/ask");

        await page.GetByLabel("What should the picture show?").FillAsync("a red house & more");
        await page.GetByLabel("Wide").CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "2", Exact = true }).CheckAsync();
        await page.GetByText("More control").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep one" }).ClickAsync();
        await Expect(page.GetByLabel("Seed")).ToHaveValueAsync(new Regex("^[0-9]+$"));
        await page.GetByLabel("Seed").FillAsync("7");

        await Expect(page).ToHaveURLAsync(new Regex(@"/ask\?prompt=a\+red\+house\+%26\+more&size=24x16&count=2&seed=7$"));
        await Expect(page.Locator("[data-note]")).ToContainTextAsync("No volunteer is online right now.");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("What should the picture show?")).ToHaveValueAsync("a red house & more");
        await Expect(page.GetByLabel("Wide")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Seed")).ToHaveValueAsync("7");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make 2 pictures" })).ToBeVisibleAsync();
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Sides_WhileTheirShapeIsKept_GoTogetherInWholeSteps()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?width=32&height=16");

        await page.GetByLabel("Keep the shape").CheckAsync();
        await page.GetByLabel("Width").FillAsync("48");

        await Expect(page.GetByLabel("Height")).ToHaveValueAsync("24");
    }

    [BrowserFact]
    public async Task Anonymous_WhoAsks_MayCancelFromThisBrowserAndNobodyElseMay()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/requests/[0-9a-f]{32}$"));
        var cancel = "Cancel what is not rendered yet";

        var other = await stage.VisitAsync(new Uri(page.Url).AbsolutePath);
        await Expect(other.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = cancel })).ToBeHiddenAsync();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ask for another meanwhile" }).ClickAsync();
        await Expect(page.Locator(".strip li")).ToContainTextAsync("Your picture waits in line.");
        await page.Locator(".strip a").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = cancel }).ClickAsync();

        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("This request was cancelled.");
        await Expect(page).ToHaveURLAsync(new Regex("/requests/[0-9a-f]{32}$"));
        await Expect(other.Locator("[data-headline]")).ToHaveTextAsync("This request was cancelled.");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Anonymous_WhoLetTheirPicturesBecomeOpenData_MayTakeThemOutFromThisBrowserAndNobodyElseMay()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        await page.Locator("input[name='release']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/requests/[0-9a-f]{32}$"));
        var takeOut = "Take out of the open data";

        var other = await stage.VisitAsync(new Uri(page.Url).AbsolutePath);
        await Expect(other.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");
        await Expect(other.Locator("[data-withdraw]")).ToBeAttachedAsync();
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = takeOut })).ToBeHiddenAsync();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = takeOut }).ClickAsync();

        await Expect(page.Locator("[data-said]")).ToContainTextAsync("stay out of the open data from now on");
        await Expect(page).ToHaveURLAsync(new Regex(@"/requests/[0-9a-f]{32}\?said=withdrawn$")); // the key is not left in the address
        Assert.Empty(stage.Complaints);
    }

    /// <summary>The hairline above the tasks is the one below the settings, too; without tasks the settings have their own.</summary>
    [BrowserFact]
    public async Task Settings_OfARequest_HaveOneHairlineBeneathThem()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page.Locator("[data-judge-strip]")).ToBeVisibleAsync();
        await Expect(page.Locator(".progress .settings")).ToHaveCSSAsync("border-bottom-width", "0px");

        var other = await stage.VisitAsync(new Uri(page.Url).AbsolutePath);

        await Expect(other.Locator("[data-judge-strip]")).ToBeHiddenAsync();
        await Expect(other.Locator(".progress .settings")).ToHaveCSSAsync("border-bottom-width", "1px");
    }

    /// <summary>A file of another size is cut to the one asked for, and what is painted over goes along as a mask.</summary>
    [BrowserFact]
    public async Task Person_WithAPictureToBeginFrom_PaintsOverAPartAndHasThatMadeAnew()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house&width=32&height=16");
        await page.GetByText("Begin from a picture").ClickAsync();

        await page.GetByLabel("Your picture").SetInputFilesAsync(new FilePayload { Name = "mine.png", MimeType = "image/png", Buffer = PaintedPng.Of(48, 48, Shade) });
        var canvas = page.Locator("[data-mask]");
        await canvas.ClickAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("[data-said]")).ToHaveTextAsync("Painted");
        await Screenshots.KeepAsync(page, "ask-easel");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/requests/[0-9a-f]{32}$"));

        var lease = await (await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark")).ClaimAsync();
        var settings = lease.Render.Settings;
        Assert.Equal((32, 16, 0.75), (settings.Width, settings.Height, settings.Strength));
        Assert.All([settings.SourceSha256, settings.MaskSha256], name => Assert.Matches("^[0-9a-f]{64}$", name));
        Assert.NotEqual(settings.SourceSha256, settings.MaskSha256);
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Picture_ChosenBeforeTheEaselIsThere_LiesOnIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house&width=32&height=16");
        var let = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/easel.js*", async route =>
        {
            await let.Task;
            await route.ContinueAsync();
        });
        await page.GetByText("Begin from a picture").ClickAsync();

        await page.GetByLabel("Your picture").SetInputFilesAsync(new FilePayload { Name = "mine.png", MimeType = "image/png", Buffer = PaintedPng.Of(48, 48, Shade) });
        let.SetResult();

        await Expect(page.Locator("[data-mask]")).ToHaveAttributeAsync("width", "32");
        Assert.Empty(stage.Complaints);
    }

    /// <summary>It is looked at again every few seconds, which must not take it from under a finger or the keyboard.</summary>
    [BrowserFact]
    public async Task Strip_WhileNothingChanges_KeepsTheKeyboardWhereItIs()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ask for another meanwhile" }).ClickAsync();
        await page.Locator(".strip a").FocusAsync();

        for (var looks = 0; looks < 2; looks++)
            await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("dispatchEvent(new Event('storage'))"), answer => answer.Url.Contains("/requests/", StringComparison.Ordinal));

        await Expect(page.Locator(".strip a")).ToBeFocusedAsync();
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Person_WhosePictureFailed_HasItTriedAgainAtAPress()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");
        for (var attempt = 0; attempt < MaxFailures; attempt++)
        {
            var clumsy = await PlayedWorker.EnrollAsync(stage.Grid, $"clumsy-{attempt}");
            await clumsy.FailAsync(await clumsy.ClaimAsync());
        }
        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("This could not be rendered.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Locator("[data-sentence]")).ToHaveTextAsync("Next in line.");
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);

        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("Your picture is here.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeHiddenAsync();
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Remix_OfAPicture_FillsTheFormWithAllOfIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var page = await stage.VisitAsync("/ask?prompt=a+red+house&negative=fog&seed=7&steps=9&width=24&height=16");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);
        await page.Locator(".frame a[href]").ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Remix" }).ClickAsync();

        await Expect(page.GetByLabel("What should the picture show?")).ToHaveValueAsync("a red house");
        await Expect(page.GetByLabel("Wide")).ToBeCheckedAsync();
        foreach (var (label, value) in new[] { ("What to steer away from", "fog"), ("Seed", "7"), ("Steps", "9") })
            await Expect(page.GetByLabel(label)).ToHaveValueAsync(value);
    }

    [BrowserFact]
    public async Task Person_WithScriptOff_LooksHowLongAsksAndCancels()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask", new() { JavaScriptEnabled = false });

        await page.GetByRole(AriaRole.Radio, new() { Name = "4", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "How long?" }).ClickAsync(); // without a prompt
        await Expect(page.Locator("[data-note]")).ToContainTextAsync("No volunteer is online right now.");
        await page.GetByLabel("What should the picture show?").FillAsync("a red house");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make 4 pictures" }).ClickAsync();
        await Expect(page.Locator(".frame")).ToHaveCountAsync(4);
        await Expect(page.GetByText("lets whoever has it cancel the request")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel what is not rendered yet" }).ClickAsync();

        await Expect(page.Locator("[data-headline]")).ToHaveTextAsync("This request was cancelled.");
    }

    [BrowserFact]
    public async Task Keys_AreListedActAndCanBeSwitchedOff()
    {
        await using var stage = await BrowserStage.StartAsync();
        var page = await stage.VisitAsync("/ask?prompt=a+red+house");
        var prompt = page.GetByLabel("What should the picture show?");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });

        await prompt.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("?/");
        await Expect(prompt).ToHaveValueAsync("a red house?/"); // in a field they are letters
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("?");
        await Expect(dialog).ToContainTextAsync("To the prompt");
        await dialog.GetByLabel("Use the keys of one character").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(prompt).Not.ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Keys" }).ClickAsync();
        await dialog.GetByLabel("Use the keys of one character").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(prompt).ToBeFocusedAsync();
        Assert.Empty(stage.Complaints);
    }
}
