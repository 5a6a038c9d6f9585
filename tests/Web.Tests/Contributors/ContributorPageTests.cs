using System.Globalization;
using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Tests.People;

namespace LaionGrid.Web.Tests.Contributors;

/// <summary>A contributor's page, as everybody sees it.</summary>
public sealed class ContributorPageTests
{
    [Fact]
    public async Task Page_SaysWhatWasGiven_OnWhat_AndShowsWhatCameOfIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Contribution.Contributor = Ada();
        site.Script.Pictures.AddRange([Wire.Picture("a boat", index: 1), Wire.Picture("a car", index: 0)]);

        var page = await site.PageAsync("/contributors/Ada");

        Assert.Equal("51.3 TFLOP verified work", page.Text(".large-number"));
        Assert.Equal("Number 2 of 40 contributors, among the first 5 %. Ada made 1,204 pictures in 31 h of rendering; 1,150 were verified. 700 MFLOP more waits for a later audit. In the team Waders.", page.Text(".lead"));
        Assert.Equal("Contributor · Japan", page.Text(".eyebrow"));
        Assert.Equal("I like terns.", page.Text(".about"));
        Assert.Equal(["Top 5 %", "First picture", "Step by step"], page.QuerySelectorAll(".badge-title").Select(title => title.TextContent));
        Assert.Equal("lark NVIDIA GeForce RTX 3060 14 November 2023 1,150 210 ms 12 % faster here", Row(page, ".machines"));
        Assert.Equal(2, page.QuerySelectorAll(".wall li").Length);
        Assert.Contains("no-store", (await site.Http.GetAsync("/me/profile")).Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>All pictures of a page are asked about in one call.</summary>
    [Fact]
    public async Task Pictures_SayHowTheyAreRatedAndWhereTheyWereReleased()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Contribution.Contributor = Ada();
        var (boat, car) = (Wire.Picture("a boat", index: 1), Wire.Picture("a car", index: 0));
        site.Script.Pictures.AddRange([boat, car]);
        site.Script.Outcomes.Add(new() { JobId = boat.Job.JobId, Ratings = 5, RatingMean = 7.25, Versions = { "2026-11", "2026-11-28" } });

        var frames = (await site.PageAsync("/contributors/Ada")).QuerySelectorAll(".wall li");

        Assert.Equal(2, Assert.Single(site.Script.OutcomesAsked).Count);
        Assert.Equal("7.3 by 5 ratings", frames[0].QuerySelector(".outcome span")?.TextContent);
        Assert.Equal(["/datasets/2026-11", "/datasets/2026-11-28"], frames[0].QuerySelectorAll(".outcome a").Select(link => link.GetAttribute("href")));
        Assert.Null(frames[1].QuerySelector(".outcome"));
    }

    /// <summary>The squares are read as a table by those who do not see them.</summary>
    [Fact]
    public async Task Page_HasTheYearAsSquares_AndAsATableOfMonths()
    {
        var time = new TurnedTime();
        time.Advance(Today.AddDays(1.5) - time.GetUtcNow()); // noon, so that the day is the same all through
        var day = new DateTimeOffset(time.GetUtcNow().Date, TimeSpan.Zero);
        await using var site = await SiteUnderTest.StartAsync(time);
        var ada = Ada();
        ada.Days[0].DayUs = (day - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        site.Script.Contribution.Contributor = ada;

        var page = await site.PageAsync("/contributors/Ada");

        Assert.Equal("9 pictures verified on 1 day of the last year.", page.QuerySelector(".heat")?.GetAttribute("aria-label"));
        Assert.Equal([$"{day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: 9 pictures"], page.QuerySelectorAll(".heat title").Select(title => title.TextContent));
        Assert.Equal($"{day.ToString("MMMM yyyy", CultureInfo.InvariantCulture)} 1 9 51.3", Row(page, ".months"));
        Assert.Empty(page.QuerySelectorAll("[style], style"));
    }

    [Fact]
    public async Task Page_ThatIsPrivate_SaysOnlyThat()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Contribution.Contributor = new() { Name = "Ada", IsPrivate = true };
        site.Script.Pictures.Add(Wire.Picture("a boat"));

        var page = await site.PageAsync("/contributors/Ada");

        Assert.Contains("This contributor’s page is private.", page.Text(".lead"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".wall, .heat, table"));
    }

    [Fact]
    public async Task Page_OfNobody_IsNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/contributors/nobody")).StatusCode);
    }

    [Fact]
    public async Task Page_OfHostileWords_ShowsThemAsWords()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var ada = Ada();
        (ada.About, ada.Machines[0].Family, ada.Team) = ("<script>alert(1)</script>", "\"><img src=x>", "<b>");
        site.Script.Contribution.Contributor = ada;

        var page = await site.PageAsync("/contributors/Ada");

        Assert.Equal("<script>alert(1)</script>", page.Text(".about"));
        Assert.Empty(page.QuerySelectorAll("img, b"));
    }

    /// <summary>Whoever doubts it finds the balance, the log's size and root, and what the grid signed.</summary>
    [Fact]
    public async Task Certificate_SaysWhatItIsTrueFor_AndWhereToCheckIt()
    {
        await using var site = await SiteUnderTest.StartAsync("--Site:PublicAddress", "https://pictures.example.org", "--Site:PublicCoordinator", "https://grid.example.org");
        site.Script.Contribution.Certificate = new()
        {
            Name = "Ada", AccountId = "0192", JoinedAtUs = 1_700_000_000_000_000, FinalMflop = 51_300_000, Pictures = 1150, Rank = 2, LogSize = 4096, Checkpoint = "grid\n4096\nAAAA=\n\n— grid sig\n",
        };

        var page = await site.PageAsync("/contributors/Ada/certificate");

        Assert.Equal("51.3 TFLOP", page.Text(".large-number"));
        Assert.Equal(
            ["51,300,000 MFLOP of account 0192", "true for the first 4,096 entries of the public log, root AAAA=", "https://pictures.example.org/contributors/Ada/certificate"],
            page.QuerySelectorAll(".proof dd").Skip(1).Select(detail => detail.TextContent.Trim()));
        Assert.Contains("— grid sig", page.QuerySelector(".verify pre")?.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://grid.example.org/log/checkpoint", page.QuerySelector(".verify a")?.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/contributors/Ada/certificate")).StatusCode);
    }

    internal static Contributor Ada() => new()
    {
        Name = "Ada",
        JoinedAtUs = 1_700_000_000_000_000,
        Standing = new() { Rank = 2, Name = "Ada", CreditMflop = 51_300_000, Pictures = 1150, ProvisionalMflop = 700 },
        People = 40,
        Rendered = 1204,
        RenderMs = 31 * 3_600_000,
        Days = { new ContributorDay { DayUs = (Today - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, CreditMflop = 51_300_000, Pictures = 9 } },
        Machines = { new ContributorMachine { WorkerId = "w", Name = "lark", Family = "NVIDIA GeForce RTX 3060", JoinedAtUs = 1_700_000_000_000_000, Pictures = 1150, MedianStepMs = 210, SpeedPercent = 112, IsHere = true } },
        MachineCount = 1,
        Team = "Waders",
        Country = "JP",
        About = "I like terns.",
        Badges = { Badge.TopTwentieth, Badge.FirstPicture, Badge.StepByStep },
    };

    private static DateTimeOffset Today => new(DateTimeOffset.UtcNow.Date, TimeSpan.Zero);

    private static string Row(AngleSharp.Html.Dom.IHtmlDocument page, string table) =>
        string.Join(' ', page.QuerySelectorAll($"{table} tbody tr").Single().Children.Select(cell => cell.TextContent.Trim()));
}
