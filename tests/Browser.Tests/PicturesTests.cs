using System.Text.RegularExpressions;
using LaionGrid.Contracts.V1;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>What people do with pictures, in a real browser over the real hosts.</summary>
public sealed class PicturesTests
{
    private const string RightToLeft = "בית אדום ליד הים";

    [BrowserFact]
    public async Task Variations_OfAPicture_AreAskedForAtOneClickAndNameIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var parent = await PictureAsync(stage, worker, "a red house", 60);
        var page = await stage.VisitAsync($"/pictures/{parent}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Make 4 variations" }).ClickAsync();
        await Expect(page.Locator(".frame")).ToHaveCountAsync(4);
        await worker.DeliverAsync(await worker.ClaimAsync(), 120);

        await page.Locator(".frame a[href]").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Made from", Exact = true })).ToBeVisibleAsync();
        await page.Locator("[aria-labelledby='made-from'] .wall a").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(parent));
        for (var looks = 0; looks < 200 && await page.Locator("[aria-labelledby='variations'] .wall a").CountAsync() == 0; looks++)
            await page.ReloadAsync(); // the page is kept for some seconds, here and in the browser
        await Expect(page.Locator("[aria-labelledby='variations'] .wall a")).ToHaveCountAsync(1);
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Download_IsAPictureThatBrowsersRead_AndIsKnownAgainWithoutAScript()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var jobId = await PictureAsync(stage, worker, RightToLeft, 60);
        var page = await stage.VisitAsync($"/pictures/{jobId}");
        Assert.Equal(24, await page.EvaluateAsync<int>($"fetch('/pictures/{jobId}/download.png').then(answer => answer.blob()).then(createImageBitmap).then(bitmap => bitmap.width)"));
        var file = await (await page.APIRequest.GetAsync($"{stage.Address}/pictures/{jobId}/download.png")).BodyAsync();

        var plain = await stage.VisitAsync("/verify", new() { JavaScriptEnabled = false });
        await plain.GetByLabel("PNG file").SetInputFilesAsync(new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = file });
        await plain.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();

        await Expect(plain.Locator("#findings")).ToHaveTextAsync("Made here, with other words in the file");
        await Expect(plain.Locator(".findings")).ToContainTextAsync(RightToLeft);
    }

    [BrowserFact]
    public async Task PrivatePicture_IsNotThereForNobodyAndHangsInNoWall()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        using var open = stage.Grid.Channel();
        var key = (await new Accounts.AccountsClient(open).CreateAsync(new() { Name = "Ada" })).Key;
        var shown = await PictureAsync(stage, worker, "for all", 60);
        var hidden = await PictureAsync(stage, worker, "a secret", 120, key, Visibility.Private);
        var page = await stage.VisitAsync();

        foreach (var path in new[] { $"/pictures/{hidden}", $"/pictures/{hidden}.png", $"/pictures/{hidden}.json", $"/pictures/{hidden}/download.png", $"/pictures/{hidden}/proof", $"/pictures/{hidden}/remix" })
            Assert.Equal((path, 404), (path, (await page.APIRequest.GetAsync(stage.Address + path)).Status));
        foreach (var path in new[] { "/", "/pictures", "/contributors/northern-lark" })
        {
            await page.GotoAsync(stage.Address + path);
            await Expect(page.Locator($".wall a[href='/pictures/{shown}']")).ToHaveCountAsync(1);
            await Expect(page.Locator($"a[href*='{hidden}']")).ToHaveCountAsync(0);
        }
    }

    private static async Task<string> PictureAsync(BrowserStage stage, PlayedWorker worker, string prompt, byte shade, string? key = null, Visibility visibility = Visibility.Public)
    {
        using var channel = stage.Grid.Channel(key);
        var ask = new SubmitRequest { RequestKey = $"{Guid.NewGuid():N}", Settings = new() { Prompt = prompt, Width = 24, Height = 16 }, Count = 1, Visibility = visibility };
        var request = (await new Requests.RequestsClient(channel).SubmitAsync(ask)).Request;
        await worker.DeliverAsync(await worker.ClaimAsync(), shade);
        return request.Jobs[0].JobId;
    }
}
