using System.Text.Json;
using LaionGrid.Contracts.V1;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>Pictures judged in a browser, on the page of one's own request.</summary>
public sealed class JudgingTests
{
    [BrowserFact]
    public async Task Strip_OfARequest_AsksWhileItWaits_AndAboutOnesOwnAfterwards()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        await OthersPictureAsync(stage, worker, "a green tree");
        var page = await stage.VisitAsync("/?prompt=a+red+house&width=24&height=16");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();

        await Expect(page.Locator("[data-judge-strip] form.task")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.DoesNotContain("key=", page.Url, StringComparison.Ordinal);
        await worker.DeliverAsync(await worker.ClaimAsync(), 120);
        await Expect(page.Locator("[data-judge-title]")).ToHaveTextAsync("How did yours come out?", new() { Timeout = 30_000 });
        await page.Locator("[data-judge-strip] button[name=rating][value='8']").ClickAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("[data-judge-strip] [data-judged]")).ToContainTextAsync("Kept.");

        var answer = Assert.Single(await AnswersAsync(stage));
        Assert.Equal(("""{"rating":8}""", true, "own"), (answer.Value, answer.IsAuthor, answer.Client));
        Assert.Empty(stage.Complaints);
    }

    /// <summary>Words about one's own picture over somebody else's would have a rating kept for the wrong one.</summary>
    [BrowserFact]
    public async Task Strip_UntilOnesOwnTaskIsThere_SpeaksOfOthersPictures()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        await OthersPictureAsync(stage, worker, "a green tree");
        var page = await stage.VisitAsync("/?prompt=a+red+house&width=24&height=16");
        var (asked, let) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await page.RouteAsync("**/annotate/own*", async route =>
        {
            asked.SetResult();
            await let.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await Expect(page.Locator("[data-judge-strip] form.task")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await worker.DeliverAsync(await worker.ClaimAsync(), 120);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("While you wait", await page.Locator("[data-judge-title]").TextContentAsync());
        let.SetResult();

        await Expect(page.Locator("[data-judge-title]")).ToHaveTextAsync("How did yours come out?");
        Assert.EndsWith("/annotate/own", await page.Locator("[data-judge-strip] form.task").GetAttributeAsync("action"), StringComparison.Ordinal);
        Assert.Empty(stage.Complaints);
    }

    /// <summary>The picture has 24 x 16 pixels: it is shown large enough to point at, with a mouse and with a thumb.</summary>
    [BrowserFact]
    public async Task Points_SetByAPointer_AreWhereItPressed_AndGoWhenPressedAgain()
    {
        await using var stage = await BrowserStage.StartAsync();
        await OthersPictureAsync(stage, await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark"), "a green tree");
        var page = await stage.VisitAsync("/annotate/artifacts");
        var picture = page.Locator("[data-spots] img");
        await Expect(page.Locator("[data-spots].live")).ToBeVisibleAsync();
        var box = await BoxAsync(picture);
        Assert.True(box.Width >= 400, $"It is {box.Width} px wide.");

        await picture.ClickAsync(new() { Position = new() { X = box.Width / 4, Y = box.Height / 2 } });
        await page.Locator("label.chip", new() { HasText = "Hand" }).ClickAsync();
        await picture.ClickAsync(new() { Position = new() { X = box.Width * 3 / 4, Y = box.Height / 5 } });
        await Expect(page.Locator(".spot")).ToHaveCountAsync(2);
        var spot = await BoxAsync(page.Locator(".spot").Nth(1));
        box = await BoxAsync(picture); // the page may have moved meanwhile
        Assert.Equal(box.X + (box.Width * 3 / 4), spot.X + (spot.Width / 2), tolerance: 2f);
        Assert.Equal(box.Y + (box.Height / 5), spot.Y + (spot.Height / 2), tolerance: 2f);
        await page.Locator(".spot").First.ClickAsync();
        await Expect(page.Locator(".spot")).ToHaveCountAsync(1);
        await page.Locator("button[name=severity][value='3']").ClickAsync();
        await Expect(page.Locator("[data-judged]")).ToContainTextAsync("Kept.");

        var answer = JsonDocument.Parse(Assert.Single(await AnswersAsync(stage)).Value).RootElement;
        var point = Assert.Single(answer.GetProperty("points").EnumerateArray());
        Assert.Equal((3, "hand"), (answer.GetProperty("severity").GetInt32(), point.GetProperty("type").GetString()));
        Assert.InRange(point.GetProperty("x").GetInt32(), 745, 755);
        Assert.InRange(point.GetProperty("y").GetInt32(), 195, 205);
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Points_OnAPhone_AreSetByATap_AndThePageIsNoWiderThanIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        await OthersPictureAsync(stage, await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark"), "a green tree");
        var page = await stage.VisitAsync("/annotate/artifacts", new() { ViewportSize = new() { Width = 320, Height = 640 }, HasTouch = true });
        var picture = page.Locator("[data-spots] img");
        await Expect(page.Locator("[data-spots].live")).ToBeVisibleAsync();
        var box = await BoxAsync(picture);

        await picture.TapAsync(new() { Position = new() { X = box.Width / 2, Y = box.Height / 2 } });

        await Expect(page.Locator(".spot")).ToHaveCountAsync(1);
        var point = (await page.Locator("input[name=point]").GetAttributeAsync("value"))!.Split(','); // there is one
        Assert.All(point[..2], place => Assert.InRange(int.Parse(place, System.Globalization.CultureInfo.InvariantCulture), 495, 505)); // a finger presses whole pixels
        Assert.Equal("Other", point[2]);
        Assert.InRange(box.Width, 240, 320);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(stage.Complaints);
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator of) => await of.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not to be seen.");

    private static async Task OthersPictureAsync(BrowserStage stage, PlayedWorker worker, string prompt)
    {
        using var channel = stage.Grid.Channel();
        await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = prompt, Requester = "somebody else", Settings = new() { Prompt = prompt }, Count = 1 });
        await worker.DeliverAsync(await worker.ClaimAsync(), (byte)prompt.Length);
    }

    /// <summary>What is kept, read from the file itself.</summary>
    private static async Task<List<(string Value, bool IsAuthor, string Client, long MsSpent)>> AnswersAsync(BrowserStage stage)
    {
        await using var db = new SqliteConnection($"Data Source={Directory.EnumerateFiles(stage.Grid.Folder["data"], "*.db").Single()};Mode=ReadOnly");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = """SELECT "Value", "IsAuthor", "Client", "MsSpent" FROM answers ORDER BY "AnsweredAt" """;
        await using var reader = await command.ExecuteReaderAsync();
        var answers = new List<(string, bool, string, long)>();
        while (await reader.ReadAsync())
            answers.Add((reader.GetString(0), reader.GetBoolean(1), reader.GetString(2), reader.GetInt64(3)));
        return answers;
    }
}
