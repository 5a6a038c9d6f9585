using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using Microsoft.Playwright;

namespace LaionGrid.Browser.Tests;

/// <summary>How pages sit in small, dark and patient windows.</summary>
public sealed class LayoutTests
{
    private const string LongTeam = "Donaudampfschifffahrtsgesellschaftsbund";
    private const string LongPrompt = "the longest of prompts about Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaften ";

    [BrowserFact]
    public async Task EveryPage_OnASmallPhone_FitsItsWidth()
    {
        await using var stage = await BrowserStage.StartAsync();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var page = await stage.VisitAsync($"/?prompt={Uri.EscapeDataString(LongPrompt)}", new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await worker.DeliverAsync(await worker.ClaimAsync(), 90);
        var request = new Uri(page.Url).AbsolutePath;
        await page.Locator(".frame a[href]").ClickAsync();

        await FoundTeamAsync(stage.Grid);
        foreach (var path in new[] { "/", "/ask", "/keys", "/pictures", "/annotate", "/annotate/board", "/annotate/mixed", "/leaderboard", "/leaderboard?of=teams", "/leaderboard?of=bundles", $"/teams/{LongTeam}", "/volunteer", "/nowhere", request, new Uri(page.Url).AbsolutePath })
        {
            await page.GotoAsync(stage.Address + path);
            Assert.Equal((path, 320), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
    }

    [BrowserFact]
    public async Task Page_InTheDark_IsDarkWithReadableInk()
    {
        await using var stage = await BrowserStage.StartAsync();

        var light = await LightnessAsync(await stage.VisitAsync(window: new() { ColorScheme = ColorScheme.Light }));
        var dark = await LightnessAsync(await stage.VisitAsync(window: new() { ColorScheme = ColorScheme.Dark }));

        Assert.True(light is { Paper: > 230, Ink: < 80 }, $"{light}");
        Assert.True(dark is { Paper: < 40, Ink: > 200 }, $"{dark}");
    }

    private static async Task FoundTeamAsync(CoordinatorUnderTest grid)
    {
        using var open = grid.Channel();
        using var own = grid.Channel((await new Accounts.AccountsClient(open).CreateAsync(new() { Name = "founder" })).Key);
        await new Teams.TeamsClient(own).CreateAsync(new() { Name = LongTeam });
    }

    // Painted onto a canvas, because computed colours come back in the words of the style sheet.
    private static async Task<(int Paper, int Ink)> LightnessAsync(IPage page)
    {
        var values = await page.EvaluateAsync<int[]>("""
            () => ['backgroundColor', 'color'].map(name => {
              const context = new OffscreenCanvas(1, 1).getContext('2d');
              context.fillStyle = getComputedStyle(document.body)[name];
              context.fillRect(0, 0, 1, 1);
              const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
              return Math.round((red + green + blue) / 3);
            })
            """);
        return (values[0], values[1]);
    }
}
