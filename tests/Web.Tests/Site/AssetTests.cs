using System.Net;

namespace LaionGrid.Web.Tests.Site;

/// <summary>The site's own files.</summary>
public sealed class AssetTests
{
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Asset_ForABrowserThatUnpacks_IsSmallAndKeptForGood(string encoding)
    {
        await using var site = await SiteUnderTest.StartAsync();
        var address = (await site.PageAsync("/volunteer")).QuerySelector("link[rel=stylesheet]")?.GetAttribute("href");
        var plain = await site.Http.GetByteArrayAsync(address);

        using var answer = await site.Http.SendAsync(new(HttpMethod.Get, address) { Headers = { { "Accept-Encoding", encoding } } });

        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, plain.Length / 2);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Asset_ThatTheBrowserHas_IsNotSentAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var tag = (await site.Http.GetAsync("/site.css")).Headers.ETag!;

        var again = await site.Http.SendAsync(new(HttpMethod.Get, "/site.css") { Headers = { IfNoneMatch = { tag } } });

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/../web.csproj")]
    [InlineData("/%2e%2e/laiongrid-web.dll")]
    [InlineData("/..%2flaiongrid-web.dll")]
    [InlineData("//etc/passwd")]
    [InlineData("/wwwroot/site.css")]
    public async Task Address_OutsideTheAssets_LeadsNowhere(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        var address = new Uri($"{site.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync(address)).StatusCode);
    }
}
