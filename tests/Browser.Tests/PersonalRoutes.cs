using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;
using LaionGrid.Web.People.Operate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>Every page of a signed-in person who is an operator, over a grid with something to look after. A new page of that kind gets a line here.</summary>
internal static class PersonalRoutes
{
    private const string Name = "Ada";

    /// <summary>Signs this window in and lets something happen.</summary>
    public static async Task<IReadOnlyList<string>> StageAsync(BrowserStage stage, IPage page)
    {
        await page.GotoAsync(stage.LocalAddress + "/sign-up");
        await page.GetByText("With a password instead").ClickAsync();
        await page.Locator("#password-name").FillAsync(Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("correct horse battery");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account with the password" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(Name);
        Assert.Null(await stage.Services.GetRequiredService<ChangeRights>().SetRoleAsync("the command line", Name, PersonRole.Operator, default));
        var picture = await ReportedAsync(stage);
        return
        [
            "/me", "/me/pictures", "/me/machines", "/me/team", "/me/profile", "/me/passkeys", "/me/password", "/me/email", "/me/codes", "/me/sessions", "/me/providers", "/me/keys", "/me/data", "/me/delete",
            "/sign-in", "/sign-up", "/forgot", "/sign-in/code", $"/report/{picture}",
            "/moderate", "/moderate/pictures", "/operate", "/operate/workers", "/operate/suspects", "/operate/jobs", "/operate/acts", "/operate/people?find=Ada",
        ];
    }

    /// <summary>A picture that somebody has reported.</summary>
    private static async Task<string> ReportedAsync(BrowserStage stage)
    {
        using var channel = stage.Grid.Channel();
        var worker = await PlayedWorker.EnrollAsync(stage.Grid, "northern-lark");
        var ask = new SubmitRequest { RequestKey = "reported", Settings = new() { Prompt = "a red house", Width = 24, Height = 16 }, Count = 1 };
        var job = (await new Requests.RequestsClient(channel).SubmitAsync(ask)).Request.Jobs[0].JobId;
        await worker.DeliverAsync(await worker.ClaimAsync(), 60);
        await new Contracts.V1.Moderation.ModerationClient(channel).FileReportAsync(new() { JobId = job, Concern = Concern.Hate, Words = "It is hateful.", Reporter = "visitor" });
        return job;
    }
}
