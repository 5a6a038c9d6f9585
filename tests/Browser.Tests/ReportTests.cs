using System.Security.Claims;
using LaionGrid.Web.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>From a stranger's report to a picture that is gone, by keyboard alone.</summary>
public sealed class ReportTests
{
    private const string RoleHeader = "x-staged-moderator";

    [BrowserFact]
    public async Task Picture_ThatAStrangerReports_IsTakenDownByAModeratorAndGoneEverywhere()
    {
        await using var stage = await BrowserStage.StartAsync(services => services.AddSingleton<IStartupFilter, StagedModerator>());
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var stranger = await stage.VisitAsync("/?prompt=a+red+house&width=24&height=16");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Make the picture" }).ClickAsync();
        await worker.DeliverAsync(await worker.ClaimAsync(), 120);
        await stranger.Locator(".frame a[href]").ClickAsync();
        var picture = stranger.Url;

        await stranger.GetByRole(AriaRole.Link, new() { Name = "Report" }).FocusAsync();
        await stranger.Keyboard.PressAsync("Enter");
        await stranger.GetByLabel("Hate, or praise of extremists").FocusAsync();
        await stranger.Keyboard.PressAsync("Space");
        await stranger.GetByLabel("In your words").FocusAsync();
        await stranger.Keyboard.TypeAsync("It is hateful.");
        await stranger.Keyboard.PressAsync("Tab");
        await stranger.Keyboard.PressAsync("Enter");
        await Expect(stranger.Locator("h1")).ToHaveTextAsync("Waits for a moderator.");

        var account = await RegisterAsync(stage);
        var moderator = await stage.VisitAsync("/moderate", new() { ExtraHTTPHeaders = [new(RoleHeader, account)] });
        await Expect(moderator.Locator(".case blockquote")).ToHaveTextAsync("It is hateful.");
        await moderator.Keyboard.PressAsync("j");
        await moderator.Keyboard.PressAsync("t");
        await moderator.Keyboard.TypeAsync("Hateful.");
        await moderator.Keyboard.PressAsync("Enter");
        await moderator.Keyboard.PressAsync("t");
        await Expect(moderator.Locator("h1")).ToHaveTextAsync("Nothing waits.");
        Assert.Empty(stage.Complaints);

        await stranger.ReloadAsync();
        await Expect(stranger.Locator("h1")).ToHaveTextAsync("The picture was taken down.");
        await Expect(stranger.Locator("blockquote")).ToHaveTextAsync("Hateful.");
        Assert.Equal(410, (await stranger.GotoAsync(picture))?.Status);
        await Expect(stranger.Locator("h1")).ToHaveTextAsync("Taken down");
        Assert.Equal(410, (await stranger.APIRequest.GetAsync($"{picture}.png")).Status);
        Assert.Equal(410, (await stranger.APIRequest.GetAsync($"{picture}.json")).Status);
        await stranger.GotoAsync($"{stage.Address}/pictures");
        await Expect(stranger.Locator(".wall img")).ToHaveCountAsync(0);
    }

    private static async Task<string> RegisterAsync(BrowserStage stage)
    {
        using var channel = stage.Grid.Channel();
        return (await new Contracts.V1.Accounts.AccountsClient(channel).CreateAsync(new() { Name = "Mod" })).AccountId;
    }

    /// <summary>Says that who sends the header is a moderator, in front of everything that the site does to find out.</summary>
    private sealed class StagedModerator : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[RoleHeader].ToString() is { Length: > 0 } account)
                    context.User = new(new ClaimsIdentity([new(PersonContext.Account, account), new(PersonContext.Name, "Mod"), new(PersonContext.Role, nameof(PersonRole.Moderator))], "staged"));
                return rest(context);
            });
            next(app);
        };
    }
}
