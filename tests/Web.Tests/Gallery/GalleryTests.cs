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
    public async Task Pictures_Narrowed_AreAskedForSoAndGoOnSo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.AddRange(Enumerable.Range(0, 70).Select(index => Wire.Picture(index: index)));

        var page = await site.PageAsync("/pictures?bundle=pocket&shape=wide&verified=yes");

        var asked = site.Script.Listings[^1];
        Assert.Equal(("pocket", Contracts.V1.PictureShape.Wide, true), (asked.BundleId, asked.Shape, asked.Audited));
        Assert.Equal("/pictures?bundle=pocket&shape=wide&verified=yes&before=job-59", page.QuerySelector("a[rel='next']")?.GetAttribute("href"));
        Assert.Equal(["Wide", "Pocket", "Verified step by step"], page.QuerySelectorAll(".filter [aria-current]").Select(link => link.TextContent));
    }
}
