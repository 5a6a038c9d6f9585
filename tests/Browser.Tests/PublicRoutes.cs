using LaionGrid.Contracts.V1;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>Every page that anybody may see, over a grid on which something has happened. A new public page gets a line here.</summary>
internal static class PublicRoutes
{
    private const byte Shade = 90;

    /// <summary>Lets things happen, and tells where their pages are.</summary>
    /// <returns>A name for each page, and its path.</returns>
    public static async Task<IReadOnlyList<(string Name, string Path)>> StageAsync(BrowserStage stage)
    {
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var page = await stage.VisitAsync("/?prompt=a+red+house+on+green+hills+at+sunset");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await worker.DeliverAsync(await worker.ClaimAsync(), Shade);
        await page.Locator(".frame a[href]").WaitForAsync();
        var picture = await page.Locator(".frame a").GetAttributeAsync("href") ?? throw new InvalidOperationException("The picture has no page.");
        await FoundTeamAsync(stage);
        return
        [
            ("home", "/"),
            ("pictures", "/pictures"),
            ("picture", picture),
            ("request", new Uri(page.Url).AbsolutePath),
            ("contributor", "/contributors/northern-lark"),
            ("annotate", "/annotate"),
            ("annotators", "/annotate/board"),
            ("judging", "/annotate/mixed"),
            ("leaderboard", "/leaderboard"),
            ("leaderboard-devices", "/leaderboard?of=devices&period=day"),
            ("leaderboard-teams", "/leaderboard?of=teams"),
            ("leaderboard-bundles", "/leaderboard?of=bundles"),
            ("arena", "/arena"),
            ("team", "/teams/Lanterns"),
            ("volunteer", "/volunteer"),
            ("network", "/network"),
            ("network-month", "/network?over=month"),
            ("status", "/status"),
            ("data", "/data"),
            ("help", "/help"),
            ("credit", "/credit"),
            ("privacy", "/privacy"),
            ("about", "/about"),
            ("api", "/api"),
            ("nowhere", "/nowhere"),
        ];
    }

    private static async Task FoundTeamAsync(BrowserStage stage)
    {
        using var open = stage.Grid.Channel();
        using var own = stage.Grid.Channel((await new Accounts.AccountsClient(open).CreateAsync(new() { Name = "founder" })).Key);
        await new Teams.TeamsClient(own).CreateAsync(new() { Name = "Lanterns" });
    }
}
