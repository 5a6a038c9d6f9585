using System.Net;
using AngleSharp.Dom;
using LaionGrid.Web.People;

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
        Assert.Equal(["/leaderboard?period=day", .. new[] { "teams", "devices", "families", "countries", "bundles" }.Select(of => $"/leaderboard?of={of}&period=day")], page.QuerySelectorAll(".kinds a").Select(link => link.GetAttribute("href")));
        Assert.NotNull(page.QuerySelector(".note a[href='/teams']"));
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

    /// <summary>Drawn on the server, and said in words for those who do not see it.</summary>
    [Fact]
    public async Task Row_WithItsDays_HasALine()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, Name = "Ada", ContributorName = "Ada", CreditMflop = 900, Pictures = 1, DayMflop = { 0, 300, -50, 600 } });
        site.Script.Board.Add(new() { Rank = 2, Name = "Grace", ContributorName = "Grace", CreditMflop = 100, Place = 1, DayMflop = { 0, 0 } });

        var page = await site.PageAsync("/leaderboard");

        Assert.Equal("20,180 313,100 606,180 900,20", page.QuerySelector("#row-0 polyline")?.GetAttribute("points"));
        Assert.Equal("2 of 30 days", page.Text("#row-0 .unseen"));
        Assert.Null(page.QuerySelector("#row-1 svg"));
    }

    [Fact]
    public async Task Find_LeadsToTheRow_OrSaysThatThereIsNone()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 240, Name = "Ada", ContributorName = "Ada", Place = 241 });

        var found = await site.Http.GetAsync("/leaderboard/find?of=people&period=week&name=+ada+");
        var missed = await site.Http.GetAsync("/leaderboard/find?of=people&period=week&name=%3Cb%3E");
        var page = await site.PageAsync(missed.Headers.Location!.OriginalString);

        Assert.Equal("/leaderboard?period=week&from=200#row-241", found.Headers.Location?.OriginalString);
        Assert.Contains("Nobody called “<b>” is on this board.", page.Text(".refusal"), StringComparison.Ordinal);
    }

    /// <summary>The page is the same for everybody, and what is one's own comes apart.</summary>
    [Fact]
    public async Task OwnRow_IsForWhoeverIsSignedIn_AndThePageKnowsNobody()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 7, Name = "Ada", ContributorName = "Ada", CreditMflop = 51_300_000, Pictures = 3, Place = 6 });
        var nobody = await site.Http.GetAsync("/leaderboard/own?of=people&period=week");
        var before = await site.Http.GetStringAsync("/leaderboard?period=week");
        site.Visitor = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

        var own = await site.Http.GetAsync("/leaderboard/own?of=people&period=week");
        var page = await SiteUnderTest.ReadPageAsync(own);

        Assert.Equal((HttpStatusCode.NoContent, "no-store"), (nobody.StatusCode, own.Headers.CacheControl?.ToString()));
        Assert.Equal("7 Ada 51.3 TFLOP 3 pictures", page.Text(".own-row"));
        Assert.Equal("/leaderboard?period=week&from=0#row-6", page.QuerySelector(".own-row a")?.GetAttribute("href"));
        Assert.Equal(before, await site.Http.GetStringAsync("/leaderboard?period=week"));
    }

    [Fact]
    public async Task OwnRow_OfWhoIsNotThere_SaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

        Assert.Contains("Ada is not on this board in the last 7 days.", (await site.PageAsync("/leaderboard/own?of=people&period=week")).Text(".own-row"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await site.Http.GetAsync("/leaderboard/own?of=teams&period=week")).StatusCode);
    }

    [Theory, InlineData("countries", "DE", "Germany"), InlineData("countries", "ZZ", "ZZ"), InlineData("families", "RTX 3060", "RTX 3060")]
    public async Task Leaderboard_OfGroups_NamesThem(string of, string name, string shown)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Contribution.Groups.Add(new() { Rank = 1, Name = name, CreditMflop = 51_300_000, Pictures = 12, Members = 2 });

        Assert.Equal([$"1 {shown} 2 51.3 12"], RowsOf(await site.PageAsync($"/leaderboard?of={of}&period=month")));
    }

    [Fact]
    public async Task Stats_ComeThroughTheSite_ForAnHour_AndNoOthers()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var file = await site.Http.GetAsync("/stats/tables.xml");
        var page = await site.PageAsync("/stats");

        Assert.Equal(("<tables.xml>", "application/xml", "public, max-age=3600"), (await file.Content.ReadAsStringAsync(), file.Content.Headers.ContentType?.MediaType, file.Headers.CacheControl?.ToString()));
        Assert.Equal(8, page.QuerySelectorAll("tbody a").Length);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/stats/operator.key")).StatusCode);
        await site.StopCoordinatorAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.Http.GetAsync("/stats/user.xml.gz")).StatusCode);
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

    private static IEnumerable<string> RowsOf(IDocument page) => page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.Children.Where(cell => !cell.ClassList.Contains("days")).Select(cell => cell.TextContent.Trim())));
}
