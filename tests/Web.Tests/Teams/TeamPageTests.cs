using System.Net;

namespace LaionGrid.Web.Tests.Teams;

/// <summary>A team's page.</summary>
public sealed class TeamPageTests
{
    [Fact]
    public async Task Team_WithMembersAndWork_SaysBoth_AndHowToJoin()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Team = new() { Name = "Sea Birds", FounderName = "Ada", MemberCount = 250, Members = { new Contracts.V1.TeamMember { Name = "Ada" }, new Contracts.V1.TeamMember { Name = "Grace" } } };
        site.Script.Board.Add(new() { Rank = 7, Name = "Sea Birds", CreditMflop = 51_300_000, Pictures = 3 });

        var page = await site.PageAsync("/teams/Sea%20Birds");

        Assert.Contains("51.3 TFLOP verified, in 3 pictures. Number 7 of all teams.", page.Text(".lead"), StringComparison.Ordinal);
        Assert.Equal(["Ada", "Grace"], page.QuerySelectorAll("tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("250 members, of whom these 2 joined first", page.Text("caption"));
        Assert.Equal("laiongrid-worker team join CODE", page.Text(".command code"));
    }

    [Fact]
    public async Task Team_WithNothingFinal_SaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Team = new() { Name = "terns", FounderName = "Ada" };

        var page = await site.PageAsync("/teams/terns");

        Assert.Contains("Nothing has become final for this team yet.", page.Text(".lead"), StringComparison.Ordinal);
        Assert.Contains("Everybody has left.", page.Text(".empty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Team_OfAnUnknownName_IsNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/teams/nobody")).StatusCode);
    }
}
