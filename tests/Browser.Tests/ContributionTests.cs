using System.Text;
using System.Text.RegularExpressions;
using LaionGrid.Contracts.V1;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LaionGrid.Browser.Tests;

/// <summary>Boards, teams and contributors in a real browser over the real hosts.</summary>
public sealed class ContributionTests
{
    private const byte Shade = 120;
    private const string LongName = "Donaudampfschifffahrtsgesellschaftskapit";

    [BrowserFact]
    public async Task Friend_WhoOpensTheInviteLink_JoinsTheTeam_AndLeavesIt()
    {
        await using var stage = await BrowserStage.StartAsync();
        stage.Visitor.Person = await StagedPerson.JoinAsync(stage.Grid, "Ada");
        var page = await stage.VisitAsync("/me/team");
        await page.GetByLabel("Name of a new team").FillAsync("Sea Birds");
        await page.GetByRole(AriaRole.Button, new() { Name = "Found it" }).ClickAsync();
        var link = await page.Locator(".invite pre").InnerTextAsync();

        stage.Visitor.Person = await StagedPerson.JoinAsync(stage.Grid, "Bob");
        await page.GotoAsync(link);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Join Sea Birds?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Join the team" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sea Birds");
        await page.GotoAsync(stage.Address + "/teams/Sea%20Birds");
        await Expect(page.Locator(".members tbody th")).ToHaveTextAsync(["Ada", "Bob"]);

        await page.GotoAsync(stage.Address + "/me/team");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave the team" }).ClickAsync();
        await Expect(page.Locator(".lead")).ToContainTextAsync("You are in no team.");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task Contributor_FindsTheOwnRowOnTop_AndOthersFindItByName()
    {
        await using var stage = await BrowserStage.StartAsync();
        var ada = await StagedPerson.JoinAsync(stage.Grid, "Ada");
        await ContributeAsync(stage, ada, pictures: 1);
        var page = await stage.VisitAsync("/leaderboard");
        await Expect(page.Locator(".own-row")).ToHaveCountAsync(0);

        await page.GetByLabel("Find a member").FillAsync("ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go there" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("#row-0$"));
        await Expect(page.Locator("tr:target")).ToContainTextAsync("Ada");

        stage.Visitor.Person = ada;
        await page.GotoAsync(stage.Address + "/leaderboard?period=week");
        await Expect(page.Locator(".own-row")).ToContainTextAsync("Ada");
        Assert.Empty(stage.Complaints);
    }

    [BrowserFact]
    public async Task EveryPage_OnASmallPhone_FitsItsWidth()
    {
        await using var stage = await BrowserStage.StartAsync();
        var person = await StagedPerson.JoinAsync(stage.Grid, LongName);
        stage.Visitor.Person = person;
        await ContributeAsync(stage, person, pictures: 2);
        using (var own = stage.Grid.Channel(person.Key))
        {
            await new Teams.TeamsClient(own).CreateAsync(new() { Name = LongName });
            await new Profiles.ProfilesClient(own).UpdateAsync(new() { Profile = new() { Country = "GS", About = string.Concat(Enumerable.Repeat("unbreakably", 25)) } });
        }
        var page = await stage.VisitAsync("/leaderboard", new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await Expect(page.Locator(".own-row")).ToContainTextAsync(LongName);
        foreach (var path in new[]
        {
            "/leaderboard", "/leaderboard?of=countries", "/leaderboard?of=families", "/stats", "/teams", $"/teams/{LongName}", "/me/team", "/me/machines", "/me/profile", "/volunteer/start", "/link",
            $"/contributors/{LongName}", $"/contributors/{LongName}/certificate",
        })
        {
            await page.GotoAsync(stage.Address + path);
            Assert.Equal((path, 320), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
        Assert.Empty(stage.Complaints);
    }

    /// <summary>The certificate is alone on one page, and a board keeps its columns.</summary>
    [BrowserFact]
    public async Task Certificate_Printed_IsOnePage()
    {
        await using var stage = await BrowserStage.StartAsync();
        var ada = await StagedPerson.JoinAsync(stage.Grid, "Ada");
        await ContributeAsync(stage, ada, pictures: 2);
        var page = await stage.VisitAsync("/contributors/Ada/certificate");
        await Expect(page.Locator(".certificate h1")).ToHaveTextAsync("Ada");

        var pdf = Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Single(Regex.Matches(pdf, @"/Type\s*/Page\b"));
        await Expect(page.Locator(".verify")).ToBeHiddenAsync();
        await Expect(page.Locator(".masthead")).ToBeHiddenAsync();
        await Expect(page.Locator(".proof")).ToBeVisibleAsync();
        await page.GotoAsync(stage.Address + "/leaderboard");
        await Expect(page.Locator(".board .days").First).ToBeVisibleAsync();
        await Expect(page.Locator(".find")).ToBeHiddenAsync();
    }

    /// <summary>Renders and verifies; with a second picture, the first one's credit is final and gets its place in the log.</summary>
    private static async Task ContributeAsync(BrowserStage stage, StagedPerson person, int pictures)
    {
        var (worker, referee) = (await PlayedWorker.EnrollAsync(stage.Grid, "lark", key: person.Key), await PlayedWorker.EnrollAsync(stage.Grid, "umpire", WorkerRole.Referee));
        using var channel = stage.Grid.Channel();
        for (var picture = 0; picture < pictures; picture++)
        {
            await new Requests.RequestsClient(channel).SubmitAsync(new() { RequestKey = $"ask-{picture}", Settings = new() { Prompt = $"boat {picture}" }, Count = 1, Seed = picture });
            await worker.DeliverAsync(await worker.ClaimAsync(), Shade);
            await referee.DeliverAsync(await referee.ClaimAsync(), Shade);
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var board = new Board.BoardClient(channel);
        var contributors = new Contributors.ContributorsClient(channel);
        while (pictures > 1 ? !await IsCertifiedAsync(contributors, person.Name) : (await board.GetLeaderboardAsync(new())).Rows.Count == 0)
            await Task.Delay(100, patience.Token);
    }

    private static async Task<bool> IsCertifiedAsync(Contributors.ContributorsClient contributors, string name)
    {
        try
        {
            return (await contributors.CertifyAsync(new() { Name = name })).FinalMflop > 0;
        }
        catch (Grpc.Core.RpcException error) when (error.StatusCode is Grpc.Core.StatusCode.NotFound or Grpc.Core.StatusCode.Unavailable)
        {
            return false;
        }
    }
}
