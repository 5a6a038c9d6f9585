using System.Net;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>Walls of pictures.</summary>
public sealed class GalleryTests
{
    [Fact]
    public async Task Pictures_WhenThereAreMoreThanAPage_LeadOn()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.AddRange(Enumerable.Range(0, 70).Select(index => Wire.Picture(index: index)));

        var first = await site.PageAsync("/pictures");
        var second = await site.PageAsync(first.QuerySelector("a[rel='next']")!.GetAttribute("href")!);

        Assert.Equal((60, 10), (first.QuerySelectorAll(".wall li").Length, second.QuerySelectorAll(".wall li").Length));
        Assert.Equal("/pictures/job-60", second.QuerySelector(".wall a")?.GetAttribute("href"));
        Assert.Null(second.QuerySelector("a[rel='next']"));
    }

    [Fact]
    public async Task Pictures_WhenThereAreNone_InviteToTheForm()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/pictures");

        Assert.Contains("No picture has been rendered yet.", page.Text(".empty"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".empty a[href='/']"));
    }

    [Fact]
    public async Task Contributor_WithPictures_ShowsThemAndTheirStanding()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Board.Add(new() { Rank = 1, Name = "Ada", ContributorName = "Ada", CreditMflop = 51_300_000, Pictures = 1000 });

        var page = await site.PageAsync("/contributors/Ada");

        Assert.Equal("51.3 TFLOP", page.Text(".figure"));
        Assert.Single(page.QuerySelectorAll(".wall li"));
    }

    [Fact]
    public async Task Contributor_WhoMadeNothing_IsNotFound()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/contributors/nobody")).StatusCode);
    }
}
