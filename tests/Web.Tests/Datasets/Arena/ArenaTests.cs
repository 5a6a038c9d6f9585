using System.Net.Http.Json;
using System.Text.Json;

namespace LaionGrid.Web.Tests.Datasets.Arena;

public sealed class ArenaTests
{
    [Fact]
    public async Task Page_OfComparedModels_RanksThemWithTheirIntervals()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Arena.Rows.Add(new LaionGrid.Contracts.V1.ArenaRow { BundleId = "pocket", Comparisons = 1234, Score = Math.Log(10), Low = Math.Log(10) / 2, High = 2 * Math.Log(10) });
        site.Script.Arena.Rows.Add(new LaionGrid.Contracts.V1.ArenaRow { BundleId = "<other>", Comparisons = 100, Score = 0, Low = -1, High = 1 });

        var page = await site.PageAsync("/arena");

        Assert.Equal(["1", "pocket", "1,400", "1,200 to 1,800", "1,234"], page.QuerySelectorAll("tbody tr:first-child > *").Select(cell => cell.TextContent));
        Assert.Equal(["2", "<other>", "1,000", "826 to 1,174", "100"], page.QuerySelectorAll("tbody tr:last-child > *").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Page_WithoutEnoughComparisons_SaysHowManyItTakes()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Contains("100 times", (await site.PageAsync("/arena")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysHowFarPeopleAgreeAndOnWhatThatStands()
    {
        await using var site = await SiteUnderTest.StartAsync();
        Assert.Null((await site.PageAsync("/arena")).QuerySelector("[data-agreement]"));
        await using var judged = await SiteUnderTest.StartAsync();
        judged.Script.Arena.Agreements.Add(new LaionGrid.Contracts.V1.TaskAgreementView { Task = "aesthetic", Alpha = -0.126, Items = 1200, Raters = 7 });

        var page = await judged.PageAsync("/arena");

        Assert.Equal(["How good it looks", "-0.13", "1,200", "7"], page.QuerySelectorAll("[data-agreement] tbody tr > *").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Record_IsTheSame()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Arena.Rows.Add(new LaionGrid.Contracts.V1.ArenaRow { BundleId = "pocket", Comparisons = 200 });

        var record = await site.Http.GetFromJsonAsync<JsonElement>("/arena.json");

        Assert.Equal(("pocket", 1000, 100), (record.GetProperty("rows")[0].GetProperty("bundleId").GetString(), record.GetProperty("rows")[0].GetProperty("rating").GetInt32(), record.GetProperty("leastComparisons").GetInt32()));
    }
}
