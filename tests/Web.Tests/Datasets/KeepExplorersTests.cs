using System.Net;
using System.Text.Json;
using LaionGrid.Datasets.Explorer;
using LaionGrid.TestKit;
using LaionGrid.Web.Datasets.Explorer;
using LaionGrid.Web.Datasets.Explorer.Similar;
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
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/data/images?set=2026-12-09&q=lighthouse")).StatusCode);

        site.Script.Explorers["2026-12-09"] = null;
        await keep.RunOnceAsync(default);
        Assert.Equal([StagedData.Name], Names(site));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/images?set=2026-12-09&q=lighthouse")).StatusCode);
    }

    [Fact]
    public async Task Site_WhenAReleasesExplorerIsNoDataSet_LeavesItOut()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Explorers["2026-12-09"] = [1, 2, 3];

        await site.Services.GetRequiredService<KeepExplorers>().RunOnceAsync(default);

        Assert.Empty(Names(site));
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/data")).StatusCode);
    }

    [Theory]
    [InlineData("withdrawn")]
    [InlineData("taken_down")]
    public async Task Picture_ThatIsGone_LeavesEveryWayIntoTheData(string reason)
    {
        await using var site = await SiteUnderTest.StartAsync();
        await PutReleaseAsync(site);
        await site.Services.GetRequiredService<KeepExplorers>().RunOnceAsync(default);
        Assert.Equal(200, await CountAsync(site, "/data/images.json?set=2026-12-09"));
        Assert.Contains("u100", await site.Http.GetStringAsync("/data/similar/u099.json?set=2026-12-09"), StringComparison.Ordinal);

        site.Script.Gone.Enqueue(("u100", reason));
        await site.Services.GetRequiredService<TombstoneLoop>().RunOnceAsync(default);

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/image/u100?set=2026-12-09")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/similar/u100.json?set=2026-12-09")).StatusCode);
        Assert.Null(site.Services.GetRequiredService<FindVector>().AddressOf("u100"));
        Assert.Equal(199, await CountAsync(site, "/data/images.json?set=2026-12-09"));
        Assert.Equal(132, await CountAsync(site, "/data/images.json?set=2026-12-09&q=roses"));
        Assert.Equal(49, await CountAsync(site, "/data/images.json?set=2026-12-09&sort=rating"));
        Assert.Equal(99, await CountAsync(site, "/data/images.json?set=2026-12-09&model=even"));
        Assert.Equal(39, await CountAsync(site, "/data/images.json?set=2026-12-09&tag=night"));
        Assert.Equal(200 - 1 - 60, await CountAsync(site, "/data/images.json?set=2026-12-09&min_score=3.05"));
        foreach (var path in new[]
        {
            "/data/similar/u099.json?set=2026-12-09", "/data/export?set=2026-12-09&format=uids", "/data/export?set=2026-12-09&format=jsonl&sort=newest", "/data/export?set=2026-12-09&format=csv&q=garden",
            "/data/sql.csv?set=2026-12-09&sql=SELECT%20uid%20FROM%20images%20ORDER%20BY%20id",
        })
        {
            var text = await site.Http.GetStringAsync(path);
            Assert.Contains("u098", text, StringComparison.Ordinal);
            Assert.DoesNotContain("u100", text, StringComparison.Ordinal);
        }
        Assert.Contains("199", await site.Http.GetStringAsync("/data.json"), StringComparison.Ordinal);
        Assert.Equal("count(*)\r\n0\r\n", await site.Http.GetStringAsync("/data/sql.csv?set=2026-12-09&sql=SELECT%20count(*)%20FROM%20images_fts%20WHERE%20images_fts%20MATCH%20'roses%20AND%20100'"));
    }

    [Fact]
    public async Task Release_ThatIsFetched_ComesWithoutWhatIsGoneAlready()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Gone.Enqueue(("u000", "withdrawn")); // the first of its order
        site.Script.Gone.Enqueue(("u199", "withdrawn")); // the last
        await PutReleaseAsync(site);

        await site.Services.GetRequiredService<KeepExplorers>().RunOnceAsync(default);

        Assert.Equal(198, await CountAsync(site, "/data/images.json?set=2026-12-09"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/image/u000?set=2026-12-09")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await site.Http.GetAsync("/data/surprise?set=2026-12-09")).StatusCode);
    }

    [Fact]
    public async Task Picture_ThatIsGone_Leaves_ThoughAnotherFileCannotBeFetched()
    {
        await using var site = await SiteUnderTest.StartAsync();
        StagedData.Put(site.Folder, StagedData.Rows, "elsewhere", ExplorerAbout.Release);
        site.Script.Explorers["2026-12-09"] = [1, 2, 3];
        site.Script.Gone.Enqueue(("u100", "withdrawn"));

        await site.Services.GetRequiredService<TombstoneLoop>().RunOnceAsync(default);

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/data/image/u100?set=elsewhere")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/data/image/u101?set=elsewhere")).StatusCode);
    }

    [Fact]
    public async Task File_ThatNoPictureCanBeTakenOutOf_IsShownNoMore()
    {
        await using var site = await SiteUnderTest.StartAsync();
        StagedData.Put(site.Folder, StagedData.Rows, "elsewhere", ExplorerAbout.Release); // so that nobody fetches it anew
        Directory.CreateDirectory(Path.Combine(site.Folder, "explorer", "elsewhere.sqlite.part")); // in the way of a copy
        Assert.Equal(["elsewhere"], Names(site));

        site.Script.Gone.Enqueue(("u100", "withdrawn"));
        await site.Services.GetRequiredService<TombstoneLoop>().RunOnceAsync(default);

        Assert.Empty(Names(site));
    }

    private static async Task PutReleaseAsync(SiteUnderTest site)
    {
        using var folder = new TemporaryFolder();
        StagedData.Put(folder.Path, StagedData.Rows, "2026-12-09", ExplorerAbout.Release);
        site.Script.Explorers["2026-12-09"] = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "explorer", "2026-12-09.sqlite"));
    }

    private static async Task<int> CountAsync(SiteUnderTest site, string path) => JsonDocument.Parse(await site.Http.GetStringAsync(path)).RootElement.GetProperty("count").GetInt32();

    private static IEnumerable<string> Names(SiteUnderTest site) => site.Services.GetRequiredService<DataShelf>().All.Select(set => set.Name);
}
