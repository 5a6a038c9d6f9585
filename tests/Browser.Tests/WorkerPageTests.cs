using LaionGrid.TestKit;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Tests.Page;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>The worker's own page as its owner has it before them.</summary>
public sealed class WorkerPageTests
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 320, Height = 640 } };

    [BrowserFact]
    public async Task Page_FollowsTheWorker_WithoutAReload_AndComplainsOfNothing()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        stage.Desk.Preview = PaintedPng.Of(96, 64, 150);
        var page = await stage.VisitAsync();
        await page.EvaluateAsync("document.querySelector('h1').mine = document.body.mine = 'kept'");
        await Assertions.Expect(page.GetByText("Step 12 of 30")).ToBeVisibleAsync();

        stage.Desk.Report = StagedDesk.Working with { State = "paused", Reasons = ["You paused it."], IsAsked = true, Devices = [StagedDesk.Working.Devices[0] with { Job = null }] };

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Paused.");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        Assert.Equal("kept", await page.EvaluateAsync<string>("document.body.mine"));
        Assert.Equal("kept", await page.EvaluateAsync<string>("document.querySelector('h1').mine")); // or nobody is read that it changed
        Assert.Equal("Paused. · LaionGrid", await page.TitleAsync());
        Assert.DoesNotContain("ticket", page.Url, StringComparison.Ordinal);
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Keyboard_ReachesPause_AndTheWorkerHearsIt()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        var page = await stage.VisitAsync();

        for (var presses = 0; presses < 10 && await page.EvaluateAsync<string>("document.activeElement.textContent") != "Pause"; presses++)
            await page.Keyboard.PressAsync("Tab");
        await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Enter"), IsDeed);

        Assert.Equal((new OwnerWish(WishKind.Pause), null), Assert.Single(stage.Desk.Heard));
    }

    [BrowserFact]
    public async Task Page_WithoutScript_WorksByItsForms_AndReloadsItself()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        var page = await stage.VisitAsync(new() { JavaScriptEnabled = false });

        await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Finish this picture, then pause" }).ClickAsync(), IsDeed);

        Assert.Equal(WishKind.Finish, Assert.Single(stage.Desk.Heard).Wish.Kind);
        await Assertions.Expect(page.Locator("noscript meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByText("Step 12 of 30")).ToBeVisibleAsync();
    }

    /// <summary>A page that has just been read on must not fold up, and what has the keyboard must not vanish under it.</summary>
    [BrowserFact]
    public async Task News_LeaveWhatIsUnfoldedAndWhatHasTheKeyboard()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        var page = await stage.VisitAsync();
        await page.Locator("#verdicts summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).FocusAsync();

        stage.Desk.Report = StagedDesk.Working with { IsAsked = true, Doing = "Something else.", Devices = [], Verdicts = StagedDesk.Working.Verdicts.Skip(1).ToList() };
        await Assertions.Expect(page.GetByText("Something else.")).ToBeVisibleAsync();

        Assert.Equal("Pause", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#verdicts details').open"));
        await page.Locator("#verdicts summary").FocusAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Worker_ThatIsGone_IsSaid()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        var page = await stage.VisitAsync();

        await stage.StopServingAsync();

        await Assertions.Expect(page.GetByText("The worker does not answer.")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Page_OnASmallPhone_FitsItsWidth_WhateverItShows()
    {
        await using var stage = await WorkerPageStage.StartAsync();
        stage.Desk.Preview = PaintedPng.Of(96, 64, 150);
        var page = await stage.VisitAsync(Phone);
        await page.Locator("#verdicts summary").ClickAsync();
        var device = StagedDesk.Working.Devices[0];

        foreach (var report in new[] { StagedDesk.Working, StagedDesk.Waiting, StagedDesk.Working with { Devices = [device with { Label = "cuda:0" }, device with { Label = "cuda:1", State = "setAside", Reasons = ["It failed three times in a row."], Job = null }] } })
        {
            stage.Desk.Report = report;
            await page.ReloadAsync();
            Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    /// <summary>The pages to look at; what they must hold to, the others test.</summary>
    [BrowserTheory, InlineData("light", 1200), InlineData("dark", 1200), InlineData("light", 390), InlineData("dark", 390)]
    public async Task Pictures_AreTaken_WhereSomebodyWantsThem(string scheme, int width)
    {
        await using var stage = await WorkerPageStage.StartAsync();
        stage.Desk.Preview = PaintedPng.Of(96, 64, 150);
        var page = await stage.VisitAsync(new() { ColorScheme = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light, ViewportSize = new() { Width = width, Height = 900 } });
        var device = StagedDesk.Working.Devices[0];
        foreach (var (name, report) in new[]
        {
            ("working", StagedDesk.Working), ("waiting", StagedDesk.Waiting), ("paused", StagedDesk.Working with { State = "paused", Reasons = ["The machine is in use.", "A program fills the screen or keeps it lit."], Devices = [device with { Job = null }] }),
            ("devices", StagedDesk.Working with { Devices = [device with { Label = "cuda:0" }, device with { Label = "cuda:1", State = "setAside", Reasons = ["It failed three times in a row."], Job = null }] }),
        })
        {
            stage.Desk.Report = report;
            await page.ReloadAsync();
            await WorkerPageStage.TakePictureAsync(page, $"{name}-{scheme}-{width}.png");
        }
        Assert.Empty(stage.Complaints);
    }

    private static bool IsDeed(IResponse response) => response.Request.Method == "POST";
}
