using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Xml.Linq;

namespace LaionGrid.Web.Tests.Datasets;

public sealed class ReleasesTests
{
    private const string Shard = "/datasets/2026-11/shards/laiongrid-2026-11-000000.tar";

    [Fact]
    public async Task List_SaysWhatIsPublishedBuiltAndGone()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var rows = (await site.PageAsync("/data/releases")).QuerySelectorAll("tbody tr");

        Assert.Equal(["being built: 500 of 2,000", "published", "withdrawn: it held what was taken down"], rows.Select(row => row.LastElementChild?.TextContent));
        Assert.Equal("/datasets/2026-11", Assert.Single(rows.SelectMany(row => row.QuerySelectorAll("a"))).GetAttribute("href"));
        Assert.Equal("building", JsonDocument.Parse(await site.Http.GetStringAsync("/data/releases.json")).RootElement[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Page_HoldsTheDescriptionAsDataThatCannotEnd()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/datasets/2026-11");

        var data = Assert.Single(page.QuerySelectorAll("head script[type='application/ld+json']"));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(ScriptedReleases.Description).RootElement, JsonDocument.Parse(data.TextContent).RootElement));
        Assert.DoesNotContain("alert(1)</script>", page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Release_ThatIsNotHandedOut_IsGoneAndAnUnknownOneIsNotThere()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.Gone, (await site.Http.GetAsync("/datasets/2026-10")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await site.Http.GetAsync("/datasets/2026-10/README.md")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/datasets/2026-09")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/datasets/2026-11/../secret")).StatusCode);
    }

    [Theory]
    [InlineData(null, null, 0, 100_000, HttpStatusCode.OK)]
    [InlineData(0L, 9L, 0, 10, HttpStatusCode.PartialContent)]
    [InlineData(29_990L, 60_010L, 29_990, 30_021, HttpStatusCode.PartialContent)]
    [InlineData(99_999L, null, 99_999, 1, HttpStatusCode.PartialContent)]
    [InlineData(100_000L, null, 0, 0, HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task File_ComesWholeOrByARange(long? from, long? to, int offset, int length, HttpStatusCode status)
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var ask = new HttpRequestMessage(HttpMethod.Get, Shard);
        if (from is not null)
            ask.Headers.Range = new RangeHeaderValue(from, to);

        var answer = await site.Http.SendAsync(ask);

        Assert.Equal(status, answer.StatusCode);
        if (length > 0)
            Assert.Equal(ScriptedReleases.Shard.AsSpan(offset, length).ToArray(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task File_ThatTheAskerHas_CostsNoBytes()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var tag = (await site.Http.GetAsync(Shard)).Headers.ETag;
        using var again = new HttpRequestMessage(HttpMethod.Get, Shard) { Headers = { IfNoneMatch = { Assert.IsType<EntityTagHeaderValue>(tag) } } };

        Assert.Equal(HttpStatusCode.NotModified, (await site.Http.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Tombstones_ArePagedWithoutLoss()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var (next, uids) = ((string?)"/tombstones.json", new List<string?>());
        while (next is not null)
        {
            var page = JsonDocument.Parse(await site.Http.GetStringAsync(next)).RootElement;
            uids.AddRange(page.GetProperty("tombstones").EnumerateArray().Select(one => one.GetProperty("uid").GetString()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(1001, uids.Distinct().Count());
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync("/tombstones.json?after=zz")).StatusCode);
    }

    [Fact]
    public async Task Feed_OfTombstones_IsReadAPageAtATimeFromTheNewestOn()
    {
        await using var site = await SiteUnderTest.StartAsync();
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var (next, pages) = ((string?)"/tombstones.atom", new List<List<string>>());
        while (next is not null)
        {
            var feed = XDocument.Parse(await site.Http.GetStringAsync(next)).Root!;
            pages.Add([.. feed.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value[^32..])]);
            var links = feed.Elements(atom + "link").ToDictionary(link => link.Attribute("rel")!.Value, link => new Uri(link.Attribute("href")!.Value).PathAndQuery);
            Assert.Equal((next, "/tombstones.atom"), (links["self"], links["first"]));
            next = links.GetValueOrDefault("next");
        }

        Assert.Equal([200, 200, 200, 200, 200, 1], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 1001).Reverse().Select(index => index.ToString("x32", null)), pages.SelectMany(page => page));
        Assert.Equal(201, site.Script.MostTombstones); // whatever there is, a page asks for its own and one more
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync("/tombstones.atom?before=zz")).StatusCode);
    }
}
