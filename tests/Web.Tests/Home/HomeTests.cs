
namespace LaionGrid.Web.Tests.Home;

/// <summary>The front page.</summary>
public sealed class HomeTests
{
    [Fact]
    public async Task Home_WhenGridLives_ShowsFormWallAndNumbers()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.AddRange([Wire.Picture(index: 0), Wire.Picture(index: 1)]);

        var page = await site.PageAsync("/");

        Assert.NotNull(page.QuerySelector("form[action='/ask'][method='post'] textarea[name='prompt']"));
        Assert.Equal(2, page.QuerySelectorAll(".wall img").Length);
        Assert.Equal("northern-lark", page.QuerySelector(".wall .by")?.TextContent);
        Assert.Equal(["1,204", "3", "51.3"], page.QuerySelectorAll(".figures dd").Select(number => number.TextContent));
    }

    [Fact]
    public async Task Home_WhenNoPictureExists_SaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/");

        Assert.StartsWith("No picture has been rendered here yet.", page.Text(".empty"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_WhenNobodyIsOnline_SaysThatTheRequestWaits()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Estimate = new();

        var page = await site.PageAsync("/");

        Assert.Contains("No volunteer is online right now.", page.Text("#prompt-note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_BeforeTheFirstPrompt_SaysWhoSeesIt()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var note = (await site.PageAsync("/")).Text("#prompt-note");

        Assert.Contains("public", note, StringComparison.Ordinal);
        Assert.Contains("volunteer whose machine renders them", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_WhenAddressCarriesAForm_FillsItIn()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/?prompt=a+red+house&negative=fog&width=192&height=128&count=3&seed=7&steps=30&guidance=4.5&sampler=euler");

        Assert.Equal("a red house", page.Text("#prompt"));
        Assert.Equal("192x128", page.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
        Assert.Equal("3", page.QuerySelector("input[name='count'][checked]")?.GetAttribute("value"));
        Assert.Equal(["fog", "7", "30", "4.5"], new[] { "#negative", "#seed", "#steps", "#guidance" }.Select(id => page.QuerySelector(id)?.GetAttribute("value")));
        Assert.Equal("euler", page.QuerySelector("#sampler option[selected]")?.GetAttribute("value"));
        Assert.True(page.QuerySelector("[data-part=detail] details")?.HasAttribute("open"));
    }

    [Fact]
    public async Task Home_WhenSizeIsNoChip_ShowsItAsCustom()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/?width=64&height=192");

        Assert.Equal("custom", page.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
        Assert.Equal("64", page.QuerySelector("#width")?.GetAttribute("value"));
        Assert.Equal("192", page.QuerySelector("#height")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Home_WithAFormInItsAddress_MakesANewRequestKeyEachTimeAndIsNeverStored()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var first = (await site.PageAsync("/?prompt=a+boat")).QuerySelector("input[name='request_key']");
        var second = (await site.PageAsync("/?prompt=a+boat")).QuerySelector("input[name='request_key']");

        Assert.NotEqual(first?.GetAttribute("value"), second?.GetAttribute("value"));
        Assert.Equal((32, false), (first?.GetAttribute("value")?.Length, first?.HasAttribute("data-for-all")));
        Assert.True((await site.Http.GetAsync("/?prompt=a+boat")).Headers.CacheControl?.NoStore);
    }

    /// <summary>Everybody is shown the same form, key and all; what two of them ask is still two requests, and what one sends twice is one.</summary>
    [Fact]
    public async Task Home_KeptForAll_AsksOnceForEachWhoSendsItsForm()
    {
        await using var site = await SiteUnderTest.StartAsync("--FORWARDEDHEADERS_ENABLED", "true");
        var key = (await site.PageAsync("/")).QuerySelector("input[name='request_key'][data-for-all]")!.GetAttribute("value")!;

        foreach (var address in new[] { "192.0.2.1", "192.0.2.1", "192.0.2.2" })
            await site.PostAsync("/ask", new() { ["prompt"] = "a boat", ["request_key"] = key }, ("X-Forwarded-For", address));

        var keys = site.Script.Submitted.Select(one => one.RequestKey).ToList();
        Assert.Equal((keys[0], false, false), (keys[1], keys[0] == keys[2], keys.Contains(key)));
    }
}
