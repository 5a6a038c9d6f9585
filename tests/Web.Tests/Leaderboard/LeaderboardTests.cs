using System.Net;

namespace LaionGrid.Web.Tests.Leaderboard;

/// <summary>The standings.</summary>
public sealed class LeaderboardTests
{
    [Fact]
    public async Task Leaderboard_WithRows_IsATable()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Board.Add(new() { Rank = 1, ContributorName = "Ada", CreditMflop = 1_234_567_890, Pictures = 12_345, ProvisionalMflop = 51_300_000 });
        site.Script.Board.Add(new() { Rank = 2, ContributorName = "Grace", CreditMflop = 900, Pictures = 1 });

        var page = await site.PageAsync("/leaderboard?period=week");

        Assert.Equal(["1 Ada 1,235 +51.3 12,345", "2 Grace < 0.001  1"], page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent))));
        Assert.Equal("Week", page.Text(".tabs [aria-current]"));
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
        site.Script.Board.Add(new() { Rank = 1, ContributorName = "Ada", CreditMflop = 51_300, Pictures = 2, ProvisionalMflop = 700 });

        var json = await site.Http.GetStringAsync("/leaderboard.json?period=month");

        Assert.Equal("""{"period":"month","rows":[{"rank":1,"name":"Ada","creditMflop":51300,"pictures":2,"provisionalMflop":700}],"total":1}""", json);
    }

    [Fact]
    public async Task LeaderboardJson_OfAnUnknownPeriod_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync("/leaderboard.json?period=decade");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("period.unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
