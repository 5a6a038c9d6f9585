using System.Net;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.Tests.Site;

/// <summary>What every answer has in common.</summary>
public sealed class SiteTests
{
    public static TheoryData<string> EveryPage => ["/", "/pictures", "/leaderboard", "/volunteer", "/nowhere", "/site.css", "/pictures/job-0"];

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Answer_OfAnyKind_IsLockedDownAndSetsNoCookie(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        var answer = await site.Http.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Page_OfAnyKind_LoadsNothingFromElsewhereAndNothingInline(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        var answer = await site.Http.GetAsync(path);
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return;

        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.Empty(page.QuerySelectorAll("script:not([src]), style, [style], [onclick]"));
        foreach (var reference in page.QuerySelectorAll("[src], link[href]").Select(one => one.GetAttribute("src") ?? one.GetAttribute("href")))
        {
            Assert.StartsWith("/", reference, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync(reference)).StatusCode);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/pictures")]
    [InlineData("/requests/request-1")]
    public async Task Page_WhenTheCoordinatorIsAway_SaysSoCalmlyAndTriesAgain(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        var answer = await site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        var page = await SiteUnderTest.ReadPageAsync(answer);
        Assert.Contains("does not answer right now", page.Text(".lead"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("meta[http-equiv='refresh']"));
        Assert.DoesNotContain("Exception", page.Body?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WithNothingBehindIt_GetsAFriendlyPage()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotNull((await SiteUnderTest.ReadPageAsync(answer)).QuerySelector("main a[href='/']"));
    }

    [Fact]
    public async Task Health_WhenTheCoordinatorIsAway_IsStillAlive()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData("--Coordinator:Address", "localhost:5081", "Coordinator:Address")]
    [InlineData("--Coordinator:Timeout", "01:00:00", "Coordinator:Timeout")]
    [InlineData("--Site:PublicCoordinator", "grid", "Site:PublicCoordinator")]
    public async Task Start_WithASettingThatCannotBe_NamesItsKey(string key, string value, string named)
    {
        await using var site = SiteHost.Build(["--urls", "http://127.0.0.1:0", key, value]);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => site.StartAsync());

        Assert.StartsWith($"settings.invalid: {named}", StartFailure.Describe(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSoInOneLine()
    {
        await using var first = await SiteUnderTest.StartAsync();
        await using var second = SiteHost.Build(["--urls", first.Http.BaseAddress!.ToString(), "--Logging:LogLevel:Default", "None"]);

        var error = await Assert.ThrowsAsync<IOException>(() => second.StartAsync());

        Assert.StartsWith("port.in_use: ", StartFailure.Describe(error), StringComparison.Ordinal);
    }
}
