using LaionGrid.Datasets.Explorer;
using LaionGrid.TestKit;
using LaionGrid.Web.Datasets.Explorer;
using LaionGrid.Web.Datasets.Releases;
using LaionGrid.Web.Tests.Datasets.Explorer;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Datasets;

/// <summary>The explorer's files of releases on their way to the site.</summary>
public sealed class KeepExplorersTests
{
    [Fact]
    public async Task Site_WhenAReleaseIsThere_LooksIntoIt_AndLetsGoOfItWhenItIsWithdrawn()
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var folder = new TemporaryFolder();
        StagedData.Put(folder.Path, StagedData.Rows, "2026-12-09", ExplorerAbout.Release);
        StagedData.Put(site.Services.GetRequiredService<DataShelf>().Folder[..^"explorer".Length], StagedData.Rows); // imported
        var keep = site.Services.GetRequiredService<KeepExplorers>();

        site.Script.Explorers["2026-12-09"] = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "explorer", "2026-12-09.sqlite"));
        await keep.RunOnceAsync(default);
        Assert.Equal(["2026-12-09", StagedData.Name], Names(site));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await site.Http.GetAsync("/data/images?set=2026-12-09&q=lighthouse")).StatusCode);

        site.Script.Explorers["2026-12-09"] = null;
        await keep.RunOnceAsync(default);
        Assert.Equal([StagedData.Name], Names(site));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/images?set=2026-12-09&q=lighthouse")).StatusCode);
    }

    [Fact]
    public async Task Site_WhenAReleasesExplorerIsNoDataSet_LeavesItOut()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Explorers["2026-12-09"] = [1, 2, 3];

        await site.Services.GetRequiredService<KeepExplorers>().RunOnceAsync(default);

        Assert.Empty(Names(site));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await site.Http.GetAsync("/data")).StatusCode);
    }

    private static IEnumerable<string> Names(SiteUnderTest site) => site.Services.GetRequiredService<DataShelf>().All.Select(set => set.Name);
}
