using System.Net;
using AngleSharp.Dom;

namespace LaionGrid.Web.Tests.Leaderboard;

/// <summary>The standings.</summary>
public sealed class LeaderboardTests
{
    [Fact]
    public async Task Leaderboard_WithRows_IsATable()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, PreviousRank = 3, Name = "Ada", ContributorName = "Ada", CreditMflop = 1_234_567_890, Pictures = 12_345, ProvisionalMflop = 51_300_000 });
        site.Script.Board.Add(new() { Rank = 2, PreviousRank = 1, Name = "Grace", ContributorName = "Grace", CreditMflop = 900, Pictures = 1 });

        var page = await site.PageAsync("/leaderboard?period=week");

        Assert.Equal(["1 up 2 Ada 1,235 +51.3 12,345", "2 down 1 Grace < 0.001  1"], RowsOf(page));
        Assert.Equal(("People", "Week"), (page.Text(".kinds [aria-current]"), page.Text(".periods [aria-current]")));
    }

    [Fact]
    public async Task Leaderboard_WithNobody_SaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Contains("There is no verified work in the last 24 hours yet.", (await site.PageAsync("/leaderboard?period=day")).Text(".empty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaderboardJson_OfAPeriod_IsForPrograms()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, Name = "Ada", ContributorName = "Ada", CreditMflop = 51_300, Pictures = 2, ProvisionalMflop = 700 });

        var json = await site.Http.GetStringAsync("/leaderboard.json?period=month");

        Assert.Equal("""{"kind":"people","period":"month","rows":[{"rank":1,"previousRank":0,"name":"Ada","contributor":"Ada","creditMflop":51300,"pictures":2,"provisionalMflop":700}],"total":1}""", json);
    }

    [Fact]
    public async Task Leaderboard_OfTeams_LinksToThem_AndKeepsThePeriod()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, Name = "Sea Birds", ContributorName = "Ada", CreditMflop = 51_300_000, Pictures = 3 });

        var page = await site.PageAsync("/leaderboard?of=teams&period=day");

        Assert.Equal(["1 new Sea Birds Ada 51.3 3"], RowsOf(page));
        Assert.Equal("/teams/Sea%20Birds", page.QuerySelector("tbody th a")?.GetAttribute("href"));
        Assert.Equal(["/leaderboard?period=day", "/leaderboard?of=teams&period=day", "/leaderboard?of=devices&period=day", "/leaderboard?of=bundles&period=day"], page.QuerySelectorAll(".kinds a").Select(link => link.GetAttribute("href")));
        Assert.Contains("team create", page.Text(".command code"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaderboard_OfBundles_HasNoProvisionalAndLinksNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, Name = "pocket", CreditMflop = 51_300_000, Pictures = 3 });

        var page = await site.PageAsync("/leaderboard?of=bundles");

        Assert.Equal(["1 new pocket 51.3 3"], RowsOf(page));
        Assert.Null(page.QuerySelector("tbody a"));
    }

    [Theory, InlineData("/leaderboard.json?of=planets", "kind.unknown"), InlineData("/leaderboard?of=planets", "There is no such board.")]
    public async Task Leaderboard_OfAnUnknownKind_IsRefused(string path, string says)
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaderboardJson_OfAnUnknownPeriod_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync("/leaderboard.json?period=decade");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("period.unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> RowsOf(IDocument page) => page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent.Trim())));
}
