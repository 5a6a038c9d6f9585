using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Teams;

/// <summary>Founding, joining and ruling teams, by the person who is signed in.</summary>
public sealed class OwnTeamTests
{
    private static readonly Person Ada = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

    [Fact]
    public async Task Found_ShowsTheInviteLink_Once()
    {
        await using var site = await SiteUnderTest.StartAsync("--Site:PublicAddress", "https://pictures.example.org");
        site.Visitor = Ada;

        var answer = await site.PostAsync("/me/team/found", new() { ["name"] = " Sea Birds " });
        var made = await SiteUnderTest.ReadPageAsync(answer);
        var later = await site.PageAsync("/me/team");

        Assert.Equal(["found Sea Birds"], site.Script.Contribution.Told);
        Assert.Equal("https://pictures.example.org/teams/join/lgt_fresh", made.Text(".invite pre"));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(later.QuerySelectorAll(".invite"));
    }

    [Fact]
    public async Task InviteLink_ThatIsOpened_ChangesNothing_AndJoinsWhenConfirmed()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Invites["lgt_x"] = new() { Name = "Sea Birds", FounderName = "Grace", MemberCount = 3 };

        var page = await site.PageAsync("/teams/join/lgt_x");
        Assert.Empty(site.Script.Contribution.Told);
        var answer = await site.PostAsync("/teams/join", new() { ["code"] = page.QuerySelector("input[name=code]")!.GetAttribute("value")! });

        Assert.Equal("Join Sea Birds?", page.Text("h1"));
        Assert.Equal((HttpStatusCode.SeeOther, "/me/team", "join lgt_x"), (answer.StatusCode, answer.Headers.Location?.OriginalString, site.Script.Contribution.Told.Single()));
    }

    [Fact]
    public async Task InviteLink_WhileInAnotherTeam_OffersNothingToPress()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.OwnTeam = new() { Name = "Waders" };
        site.Script.Contribution.Invites["lgt_x"] = new() { Name = "Sea Birds", FounderName = "Grace" };

        var page = await site.PageAsync("/teams/join/lgt_x");

        Assert.Contains("You are in Waders", page.Text("main .notice"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main button"));
    }

    [Fact]
    public async Task InviteLink_ThatIsUnknown_SaysWhatToDo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;

        var answer = await site.Http.GetAsync("/teams/join/lgt_old");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Ask for the new one.", (await SiteUnderTest.ReadPageAsync(answer)).Text(".lead"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Founder_CanInviteAndRename_AndDissolvesOnlyAnEmptyTeam()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Teams.AddRange([new() { Name = "Full", FounderName = "Ada", MemberCount = 2 }, new() { Name = "Empty", FounderName = "Ada" }]);

        var page = await site.PageAsync("/me/team");
        await site.PostAsync("/me/team/invite", new() { ["name"] = "Full" });
        await site.PostAsync("/me/team/rename", new() { ["name"] = "Full", ["newName"] = "Fuller" });
        await site.PostAsync("/me/team/dissolve", new() { ["name"] = "Empty" });

        Assert.Equal(["Empty"], page.QuerySelectorAll("form[action='/me/team/dissolve'] input[name=name]").Select(field => field.GetAttribute("value")));
        Assert.Equal(["invite Full", "rename Full Fuller", "dissolve Empty"], site.Script.Contribution.Told);
    }

    [Fact]
    public async Task Rename_ThatIsRefused_SaysWhyAtItsForm()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Teams.AddRange([new() { Name = "One", FounderName = "Ada" }, new() { Name = "Two", FounderName = "Ada" }]);
        site.Script.Contribution.Refusal = new() { Kind = RefusalKind.Conflict, Code = "team.name_taken", Message = "There is such a team already." };

        var answer = await site.PostAsync("/me/team/rename", new() { ["name"] = "Two", ["newName"] = "One" });
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("There is such a team already.", page.Text("section[aria-labelledby=founded-1] form[action='/me/team/rename'] .refusal"));
    }

    [Fact]
    public async Task Teams_AreListed_AndSearched()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Contribution.Teams.AddRange([new() { Name = "Sea Birds", FounderName = "Ada", MemberCount = 3 }, new() { Name = "Waders", FounderName = "Grace" }]);

        var all = await site.PageAsync("/teams");
        var found = await site.PageAsync("/teams?search=sea");

        Assert.Equal(["Sea Birds", "Waders"], all.QuerySelectorAll("tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("/teams/Sea%20Birds", found.QuerySelector("tbody th a")?.GetAttribute("href"));
        Assert.Equal("public, must-revalidate, max-age=0, s-maxage=5", (await site.Http.GetAsync("/teams")).Headers.CacheControl?.ToString());
    }
}
