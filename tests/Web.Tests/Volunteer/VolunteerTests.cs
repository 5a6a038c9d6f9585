namespace LaionGrid.Web.Tests.Volunteer;

/// <summary>How to join.</summary>
public sealed class VolunteerTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "macOS")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", "Linux")]
    [InlineData("curl/8.0", "Linux")]
    public async Task Volunteer_ForThisBrowser_PicksItsSystem(string userAgent, string system)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);

        Assert.Equal(system, (await site.PageAsync("/volunteer")).Text(".tabs [aria-current]"));
    }

    [Fact]
    public async Task Volunteer_WhenTheAddressNamesASystem_ShowsThatOneWithThisGridsAddress()
    {
        await using var site = await SiteUnderTest.StartAsync("--Site:PublicCoordinator", "https://grid.example.org");

        var page = await site.PageAsync("/volunteer?os=windows");

        Assert.Equal("Windows", page.Text(".tabs [aria-current]"));
        Assert.Equal(4, page.QuerySelectorAll(".steps > li").Length);
        Assert.Contains(page.QuerySelectorAll("code"), code => code.TextContent.Contains("--coordinator https://grid.example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Volunteer_WhenTheCoordinatorIsAway_IsStillThere()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        Assert.NotNull((await site.PageAsync("/volunteer")).QuerySelector(".steps"));
    }

    [Fact]
    public async Task Volunteer_WhenTheSourceHasAnAddress_SaysHowToCloneIt()
    {
        await using var told = await SiteUnderTest.StartAsync("--Site:Repository", "https://example.org/grid.git");
        await using var untold = await SiteUnderTest.StartAsync();

        Assert.Contains("git clone https://example.org/grid.git", (await told.PageAsync("/volunteer")).Text(".steps"), StringComparison.Ordinal);
        var steps = (await untold.PageAsync("/volunteer")).Text(".steps");
        Assert.DoesNotContain("git clone", steps, StringComparison.Ordinal);
        Assert.Contains("Ask whoever runs this site", steps, StringComparison.Ordinal);
    }
}
