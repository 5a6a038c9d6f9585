using System.Net;
using System.Text.Json;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Tests.Site;

namespace LaionGrid.Web.Tests.Network;

/// <summary>The network's page and its record.</summary>
public sealed class NetworkPageTests
{
    [Fact]
    public async Task Network_WhenTheGridWorks_ShowsNumbersChartsAndTables()
    {
        await using var site = await SiteUnderTest.StartAsync();
        PublicPages.Stage(site.Script);
        site.Script.Grid = new()
        {
            RefereesOnline = 1, PicturesLastHour = 41, VerifiedLastHourMflop = 3_600_000_000, Queues = { new BundleQueue { BundleId = "pocket", Queued = 2 } },
            Arrivals = new() { Pictures = 10, WaitHalfMs = 4000, WaitNineTenthsMs = 9000, WaitMostMs = 20_000, Early = 1, Kept = 8, Late = 1 },
            Audits = { new AuditCount { Ending = AuditEnding.Passed, Audits = 97 }, new AuditCount { Ending = AuditEnding.ReplayDiffers, Audits = 2 }, new AuditCount { Ending = AuditEnding.ChecksDiffer, Audits = 1 } },
        };

        var page = await site.PageAsync("/network");

        Assert.Equal(["3", "41", "1.00", "2"], page.QuerySelectorAll(".figures dd").Select(number => number.TextContent));
        Assert.Equal(6, page.QuerySelectorAll(".chart svg[role=img][aria-label] .line:not(.second)").Length);
        Assert.NotEmpty(page.QuerySelectorAll("details tbody tr"));
        Assert.Contains("97 % found the work honest", page.QuerySelector(".columns")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("80 % of the pictures came within it", page.QuerySelector(".columns")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("pocket", page.QuerySelectorAll("table")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_BeforeAnythingHappened_SaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Network = new();

        var page = await site.PageAsync("/network");

        Assert.StartsWith("No volunteer is online right now", page.Text(".lead"), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".empty"));
    }

    [Fact]
    public async Task NetworkJson_HasWhatThePageHas()
    {
        await using var site = await SiteUnderTest.StartAsync();
        PublicPages.Stage(site.Script);

        using var record = JsonDocument.Parse(await site.Http.GetStringAsync("/network.json"));

        Assert.Equal(3, record.RootElement.GetProperty("grid").GetProperty("workersOnline").GetInt32());
        Assert.Equal(60, record.RootElement.GetProperty("samples").GetArrayLength());
    }

    [Fact]
    public async Task Network_OverAnUnknownStretch_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync("/network?over=decade")).StatusCode);
    }
}
