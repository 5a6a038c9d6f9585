using System.Globalization;
using System.Net;
using System.Text.Json;
using LaionGrid.Datasets.Explorer;
using Microsoft.Data.Sqlite;

namespace LaionGrid.Web.Tests.Datasets.Explorer;

/// <summary>The pages under /data over a real file.</summary>
public sealed class ExplorerPagesTests : IAsyncLifetime
{
    private SiteUnderTest _site = null!; // set before any test

    public async Task InitializeAsync()
    {
        _site = await SiteUnderTest.StartAsync();
        StagedData.Put(_site.Folder, StagedData.Rows);
    }

    [Fact]
    public async Task Data_NamesEverySetWithItsNumbers()
    {
        var page = await _site.PageAsync("/data");

        Assert.Equal("Paper pictures", page.Text(".data-set h2"));
        Assert.Equal(["200", "200", "50"], page.QuerySelectorAll(".data-set .figures dd").Select(number => number.TextContent));
    }

    [Fact]
    public async Task Images_WithoutAQuestion_ComeBestFirst()
    {
        var images = (await JsonAsync("/data/images.json")).GetProperty("images");

        Assert.Equal(Enumerable.Range(0, 48).Select(i => $"u{i:000}"), images.EnumerateArray().Select(image => image.GetProperty("uid").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("q=lighthouse")]
    [InlineData("sort=rating")]
    [InlineData("sort=newest&q=garden")]
    [InlineData("sort=similarity&model=odd")]
    [InlineData("tag=night&model=even")]
    [InlineData("q=-lighthouse")]
    [InlineData("q=roses&tag=night&min_score=5")]
    [InlineData("min_rating=4&sort=rating")]
    public async Task Pages_OfAnyFilter_GiveEveryRowOnce(string query)
    {
        var expected = Expected(query).Select(row => row.Uid).ToList();
        var came = new List<string>();
        for (var next = ""; ;)
        {
            var page = await JsonAsync($"/data/images.json?{query}&next={next}");
            came.AddRange(page.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("uid").GetString()!));
            Assert.Equal(expected.Count, page.GetProperty("count").GetInt32());
            if (page.GetProperty("next").GetString() is not { } more)
                break;
            next = more;
        }

        Assert.Equal(expected, came);
    }

    [Fact]
    public async Task Facets_CountWhatTheirLinksLeave()
    {
        var page = await _site.PageAsync("/data/images?q=lighthouse");
        var links = page.QuerySelectorAll(".facets li").ToDictionary(item => item.QuerySelector("bdi")!.TextContent, item => (Count: item.QuerySelector("small")!.TextContent, Link: item.QuerySelector("a")!.GetAttribute("href")!));

        var narrowed = await _site.PageAsync(links["even"].Link);

        Assert.Equal($"{links["even"].Count} pictures like that.", narrowed.Text(".count"));
        Assert.Equal("34", links["even"].Count);
        Assert.Equal("/data/images?q=lighthouse", narrowed.QuerySelector(".facets a[aria-current]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("AND OR NOT")]
    [InlineData("a OR")]
    [InlineData("prompt: (")]
    [InlineData("NEAR(a b, 5)")]
    [InlineData("^a ^")]
    [InlineData("* ** ***")]
    [InlineData("--")]
    [InlineData("-\"")]
    [InlineData("col:x {a b}:c")]
    [InlineData("'; DROP TABLE images; --")]
    [InlineData("\0\u202e")]
    [InlineData("🎨 é 画")]
    public async Task Search_OfAnyText_IsNeverAnError(string typed) =>
        Assert.Equal(HttpStatusCode.OK, (await _site.Http.GetAsync($"/data/images.json?q={Uri.EscapeDataString(typed)}")).StatusCode);

    [Theory]
    [InlineData("\"greg rutkowski\"", 67)]
    [InlineData("rutkowski greg", 67)]
    [InlineData("\"rutkowski greg\"", 0)]
    [InlineData("light*", 67)]
    [InlineData("garden -roses", 0)]
    [InlineData("LIGHTHOUSE -\"rutkowski 3\"", 66)]
    public async Task Search_UnderstandsPhrasesBeginningsAndWithout(string typed, int count) =>
        Assert.Equal(count, (await JsonAsync($"/data/images.json?q={Uri.EscapeDataString(typed)}")).GetProperty("count").GetInt32());

    [Theory]
    [InlineData("/data/images{0}?next=abc", "next")]
    [InlineData("/data/images{0}?next=OTk5OQ", "next")] // 9999: no picture of this list
    [InlineData("/data/images{0}?sort=rating&next=Mg", "next")] // 2: nobody rated it
    [InlineData("/data/images{0}?min_rating=high", "min_rating")]
    [InlineData("/data/images{0}?min_score=1e999", "min_score")]
    [InlineData("/data/images{0}?sort=beauty", "sort")]
    [InlineData("/data/terms{0}?next=abc", "next")]
    [InlineData("/data/terms{0}?least=-1", "least")]
    [InlineData("/data/terms{0}?kind=colour", "kind")]
    [InlineData("/data/terms{0}?sort=beauty", "sort")]
    [InlineData("/data/prompts{0}?next=99999999999999999999", "next")]
    [InlineData("/data/words{0}?next=abc", "next")]
    [InlineData("/data/models{0}?next=1.5", "next")]
    [InlineData("/data/similar/u003{0}?copies=some", "copies")]
    public async Task Parameter_ThatCannotBeRead_IsNamedWithWhatToWrite(string path, string name)
    {
        var record = await _site.Http.GetAsync(string.Format(CultureInfo.InvariantCulture, path, ".json"));
        var page = await _site.Http.GetAsync(string.Format(CultureInfo.InvariantCulture, path, ""));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (record.StatusCode, page.StatusCode));
        Assert.Equal(name, JsonDocument.Parse(await record.Content.ReadAsStringAsync()).RootElement.GetProperty("field").GetString());
        Assert.Contains($"\"{name}\"", (await SiteUnderTest.ReadPageAsync(page)).Text(".notice .lead"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facets_OfASearch_CountAllItsHits()
    {
        StagedData.Put(_site.Folder, Enumerable.Range(0, 12_000).Select(i => new ExplorerRow { Uid = $"{i}", Prompt = "same", Model = i < 11_000 ? "early" : "late", Tags = i == 11_999 ? ["rare"] : [] }), "many");

        var facets = (await JsonAsync("/data/images.json?set=many&q=same")).GetProperty("facets").EnumerateArray().SelectMany(facet => facet.GetProperty("values").EnumerateArray());

        Assert.Equal([("early", 11_000), ("late", 1000), ("rare", 1)], facets.Select(value => (value.GetProperty("value").GetString()!, value.GetProperty("images").GetInt32())));
    }

    [Fact]
    public async Task Terms_TellScoresWithAndWithout()
    {
        var term = (await JsonAsync("/data/terms.json?kind=artist")).GetProperty("rows")[0];

        Assert.Equal("greg rutkowski", term.GetProperty("term").GetString());
        Assert.Equal(67, term.GetProperty("images").GetInt32());
        Assert.Equal(Math.Round(StagedData.Rows.Where(row => row.Prompt.Contains("greg", StringComparison.Ordinal)).Average(row => row.Score!.Value), 3), term.GetProperty("score_with").GetDouble());
        Assert.Equal(Math.Round(StagedData.Rows.Where(row => !row.Prompt.Contains("greg", StringComparison.Ordinal)).Average(row => row.Score!.Value), 3), term.GetProperty("score_without").GetDouble());
    }

    [Fact]
    public async Task Models_TellHowManyAndHowLiked()
    {
        var rows = (await JsonAsync("/data/models.json")).GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(["even", "odd"], rows.Select(row => row.GetProperty("model").GetString()));
        Assert.Equal([100, 100], rows.Select(row => row.GetProperty("images").GetInt32()));
        Assert.Equal(50, rows[0].GetProperty("rated").GetInt32());
    }

    [Fact]
    public async Task Similar_ComeNearestFirst()
    {
        var found = (await JsonAsync("/data/similar/u100.json")).GetProperty("images").EnumerateArray().Select(one => one.GetProperty("image").GetProperty("uid").GetString()).ToList();

        Assert.Equal(["u099", "u101"], found.Take(2).Order());
        Assert.DoesNotContain("u100", found);
    }

    [Fact]
    public async Task Similar_ShowOneOfEachThatLookNearlyTheSame_AndNoneThatLooksLikeThePictureItself()
    {
        StagedData.Put(_site.Folder, StagedData.Twins(groups: 6, copies: 5), "twins");

        var answer = await JsonAsync("/data/similar/g0c2.json?set=twins");
        var copies = await JsonAsync("/data/similar/g0c2.json?set=twins&copies=yes");
        var page = await _site.PageAsync("/data/similar/g0c2?set=twins");

        Assert.Equal(["g1c2", "g2c2", "g3c2", "g4c2", "g5c2"], Uids(answer)); // of each the nearest
        Assert.All(answer.GetProperty("images").EnumerateArray(), image => Assert.Equal(4, image.GetProperty("copies").GetInt32()));
        Assert.Equal((4, 4), (answer.GetProperty("copies").GetInt32(), copies.GetProperty("count").GetInt32()));
        Assert.Equal(["g0c0", "g0c1", "g0c3", "g0c4"], copies.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("uid").GetString()!).Order());
        var link = page.QuerySelector(".image-rows .quiet a")!;
        Assert.Equal(("/data/similar/g1c2?set=twins&copies=yes", "4 others look nearly the same"), (link.GetAttribute("href")!, link.TextContent));
    }

    [Fact]
    public async Task Similar_WhereNearlyAllAreCopies_AreLookedForBehindThem()
    {
        StagedData.Put(_site.Folder, StagedData.Twins(groups: 3, copies: 120), "twins");

        Assert.Equal(["g1c0", "g2c0"], Uids(await JsonAsync("/data/similar/g0c0.json?set=twins")));
        Assert.Contains("119 pictures, of which 96 are shown.", (await _site.PageAsync("/data/similar/g0c0?set=twins&copies=yes")).Text(".count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Similar_OfAFileWithoutHashes_ShowsAll()
    {
        StagedData.Put(_site.Folder, StagedData.Twins(groups: 2, copies: 3), "twins");
        using (var file = new SqliteConnection($"Data Source={Path.Combine(_site.Folder, "explorer", "twins.sqlite")};Pooling=False"))
        {
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = "ALTER TABLE keys DROP COLUMN phash"; // as in a release of before
            command.ExecuteNonQuery();
        }

        Assert.Equal(5, Uids(await JsonAsync("/data/similar/g0c0.json?set=twins")).Count);
        Assert.Equal(0, (await JsonAsync("/data/similar/g0c0.json?set=twins&copies=yes")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/data/images?q=lighthouse&sort=rating")]
    [InlineData("/data/terms?kind=phrase")]
    [InlineData("/data/prompts")]
    [InlineData("/data/words")]
    [InlineData("/data/words?word=garden")]
    [InlineData("/data/models")]
    [InlineData("/data/similar/u003")]
    [InlineData("/data/similar/u003?copies=yes")]
    [InlineData("/data/sql?sql=SELECT%20uid%20FROM%20images%20LIMIT%203")]
    public async Task Page_HasItsJsonAndCsv_AndIsKeptWithoutCookies(string path)
    {
        foreach (var (ending, type) in new[] { ("", "text/html"), (".json", "application/json"), (".csv", "text/csv") })
        {
            var answer = await _site.Http.GetAsync(path.Contains('?', StringComparison.Ordinal) ? path.Replace("?", $"{ending}?", StringComparison.Ordinal) : path + ending);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.True(answer.Headers.CacheControl?.Public);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Row_OfHostileText_IsShownAsText()
    {
        StagedData.Put(_site.Folder, [new ExplorerRow { Uid = "h/1?", Prompt = $"<script>alert(1)</script>\u202eevil\u0007 {new string('w', 100_000)}", Url = "javascript:alert(1)" }], "hostile");

        var list = await _site.Http.GetStringAsync("/data/images?set=hostile");
        var page = await _site.PageAsync($"/data/image/{Uri.EscapeDataString("h/1?")}?set=hostile");

        Assert.DoesNotContain("<script>alert", list, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', list);
        Assert.True(list.Length < 20_000);
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")?.StartsWith("javascript", StringComparison.OrdinalIgnoreCase) == true);
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Surprise_LeadsToAPictureOfTheSet()
    {
        var answer = await _site.Http.GetAsync("/data/surprise");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.OK, (await _site.Http.GetAsync(answer.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task Set_ThatIsReplaced_IsReadAnew()
    {
        await JsonAsync("/data/images.json");
        StagedData.Put(_site.Folder, [new ExplorerRow { Uid = "only", Prompt = "one" }]);

        Assert.Equal(1, (await JsonAsync("/data/images.json?q=")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task File_ThatIsNoDataSet_IsLeftOut()
    {
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "explorer", "aaa.sqlite"), "not a database");

        Assert.Equal([StagedData.Name], (await JsonAsync("/data.json")).GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Nothing_OfThatName_IsSaidWithWhatToDo()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _site.Http.GetAsync("/data/images?set=none")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _site.Http.GetAsync("/data/image/none")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _site.Http.GetAsync("/data/terms.json?set=../people")).StatusCode);
    }

    [Fact]
    public async Task Site_WithoutData_SaysSo()
    {
        await using var bare = await SiteUnderTest.StartAsync();

        Assert.Contains("No data set", (await bare.PageAsync("/data")).Text(".empty"), StringComparison.Ordinal);
        Assert.Contains("No data set", (await bare.PageAsync("/data/images")).Text(".empty"), StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    private static IReadOnlyList<string> Uids(JsonElement similar) => [.. similar.GetProperty("images").EnumerateArray().Select(one => one.GetProperty("image").GetProperty("uid").GetString()!)];

    private async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse(await _site.Http.GetStringAsync(path)).RootElement;

    /// <summary>What the filter means, without an index.</summary>
    private static IEnumerable<ExplorerRow> Expected(string query) => query switch
    {
        "" => StagedData.Rows,
        "q=lighthouse" => StagedData.Rows.Where(row => row.Prompt.Contains("lighthouse", StringComparison.Ordinal)),
        "sort=rating" => StagedData.Rows.Where(row => row.Rating is not null).OrderByDescending(row => row.Rating),
        "sort=newest&q=garden" => StagedData.Rows.Where(row => row.Prompt.Contains("garden", StringComparison.Ordinal)).Reverse(),
        "sort=similarity&model=odd" => StagedData.Rows.Where(row => row.Model == "odd").OrderByDescending(row => row.Similarity),
        "tag=night&model=even" => StagedData.Rows.Where(row => row.Tags.Count > 0 && row.Model == "even"),
        "q=-lighthouse" => StagedData.Rows.Where(row => !row.Prompt.Contains("lighthouse", StringComparison.Ordinal)),
        "q=roses&tag=night&min_score=5" => StagedData.Rows.Where(row => row.Prompt.Contains("roses", StringComparison.Ordinal) && row.Tags.Count > 0 && row.Score >= 5),
        "min_rating=4&sort=rating" => StagedData.Rows.Where(row => row.Rating >= 4).OrderByDescending(row => row.Rating),
        _ => throw new ArgumentOutOfRangeException(nameof(query)),
    };
}
