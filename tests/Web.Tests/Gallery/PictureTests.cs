using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using LaionGrid.Contracts.V1;
using LaionGrid.Datasets.Explorer;
using LaionGrid.Web.Tests.Datasets.Explorer;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>One picture: page, record and bytes.</summary>
public sealed class PictureTests
{
    [Fact]
    public async Task Page_OfAVerifiedPicture_TellsWhereItCameFrom()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        var page = await site.PageAsync("/pictures/job-0");

        Assert.StartsWith("Rendered by northern-lark on NVIDIA GeForce RTX 3060 in 4.1 s, on 28 May 2026", page.Text(".provenance"), StringComparison.Ordinal);
        Assert.StartsWith("Verified", page.Text(".verdict"), StringComparison.Ordinal);
        Assert.Equal(["pocket", "192 × 128", "DPM++ 2M", "20", "4.5", "51.3 GFLOP", "40", Wire.Sha256], page.QuerySelectorAll(".settings dd").Select(one => one.TextContent.Replace("Copy", "", StringComparison.Ordinal).Trim()));
        Assert.Equal(["−51,300", "+51,300", "0"], page.QuerySelectorAll(".table td.number").Select(one => one.TextContent));
        Assert.NotNull(page.QuerySelector("a[href='/requests/request-1']"));
        Assert.NotNull(page.QuerySelector("a[href='/pictures/job-0/download.png'][download]"));
    }

    [Theory]
    [InlineData(0.876, 8.94, "Fits its prompt 0.88 · aesthetic 8.9")]
    [InlineData(-0.004, null, "Fits its prompt 0.00")]
    [InlineData(null, -0.26, "Aesthetic −0.3")]
    public async Task Page_OfAPictureWithScores_SaysThemAsTheWorkersWord(double? fit, double? aesthetic, string said)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Scored(fit, aesthetic));

        var term = (await site.PageAsync("/pictures/job-0")).QuerySelectorAll(".settings dt").Single(one => one.TextContent == "Measured by the worker, not checked");

        Assert.Equal(said, term.NextElementSibling?.TextContent);
    }

    [Fact]
    public async Task Page_WhenTheWorkerSaidNothingOfFitAndAesthetic_HasNoLineForThem()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Scored(fit: null, aesthetic: null));

        Assert.DoesNotContain("Measured", (await site.PageAsync("/pictures/job-0")).Text(".settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAPictureThatPeopleJudged_SaysWhatTheySayAndHowMany()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Judgement = new()
        {
            Ratings = 5, RatingMean = 6.4, RatingWeighted = 7.25, RatingLow = 6.1, Comparisons = 1, Score = -0.5, ScoreError = 0.25, Artifacts = 3, ArtifactMean = 1, Matches = 3, AlignmentMean = 4.5,
            MissingWords = { "<boat>" }, Flags = { "real_person" }, Medium = "pixel_art", Caption = "A red <b>house</b>.",
        };

        var page = await site.PageAsync("/pictures/job-0");

        var said = page.QuerySelector("section[aria-labelledby=judged]")!.TextContent;
        Assert.Equal("A red <b>house</b>.", page.QuerySelector(".plate img")!.GetAttribute("alt")); // who cannot see it hears what people agreed on

        Assert.All(
            ["7.3, by what is known of the raters · 6.4 on average of 5 ratings", "−0.50 ± 0.25, where 0 is the middle, by 1 comparison", "1.0, by 3 answers", "4.5, by 3 answers · missing: \u2068<boat>\u2069", "real person", "pixel art", "A red <b>house</b>."],
            words => Assert.Contains(words, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OfAPictureWithAVectorInTheOpenData_LeadsToPicturesLikeIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        ExplorerRow Row(string uid, byte[]? vector) => new() { Uid = uid, Prompt = "a boat", Embedding = vector };
        StagedData.Put(site.Folder, [Row("job-0", null), Row("other", [1, 2, 3, 4])], "without", ExplorerAbout.Release);
        StagedData.Put(site.Folder, [Row("job-0", [1, 2, 3, 4])], "imported");
        Assert.Null((await site.PageAsync("/pictures/job-0?fresh=1")).QuerySelector("[data-similar]"));
        StagedData.Put(site.Folder, [Row("job-0", [1, 2, 3, 4]), Row("like", [1, 2, 3, 5])], "2026-11", ExplorerAbout.Release);

        var address = (await site.PageAsync("/pictures/job-0?fresh=2")).QuerySelector("[data-similar] a")?.GetAttribute("href");

        Assert.Equal("/data/similar/job-0?set=2026-11", address);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await site.Http.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Page_OfAReleasedPicture_LeadsToTheReleasesThatHoldIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        Assert.Null((await site.PageAsync("/pictures/job-0?fresh=1")).QuerySelector("[data-releases]"));
        site.Script.HoldingReleases.AddRange(["2026-12-10", "2026-11"]);

        var links = (await site.PageAsync("/pictures/job-0?fresh=2")).QuerySelectorAll("[data-releases] a");

        Assert.Equal(["/datasets/2026-12-10", "/datasets/2026-11"], links.Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Page_OfAPictureThatNobodyJudged_SaysNothingOfIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        Assert.Null((await site.PageAsync("/pictures/job-0")).QuerySelector("#judged"));
    }

    [Fact]
    public async Task Record_OfAPictureWithScores_HasEachThatWasSaid()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Scored(fit: 0.3125, aesthetic: null));

        var record = await site.Http.GetFromJsonAsync<JsonElement>("/pictures/job-0.json");

        Assert.Equal("""{"textFit":0.3125,"aesthetic":null,"nsfw":0.25,"isUnsafe":true,"watermark":null}""", record.GetProperty("scores").GetRawText());
    }

    [Fact]
    public async Task Page_ForLinkPreviews_NamesThePictureAbsolutely()
    {
        await using var site = await SiteUnderTest.StartAsync("--Site:PublicAddress", "https://pictures.example.org");
        site.Script.Pictures.Add(Wire.Picture());

        var page = await site.PageAsync("/pictures/job-0");

        Assert.Equal("https://pictures.example.org/pictures/job-0.png", page.QuerySelector("meta[property='og:image']")?.GetAttribute("content"));
    }

    [Fact]
    public async Task RemixLink_WhenFollowed_FillsTheFormWithEverything()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture("a red house & \"sea\""));

        var remix = (await site.PageAsync("/pictures/job-0")).QuerySelector("a.act")?.GetAttribute("href");
        var form = await site.PageAsync(remix!);

        Assert.Equal("a red house & \"sea\"", form.Text("#prompt"));
        Assert.Equal(("40", "20", "4.5"), (form.QuerySelector("#seed")?.GetAttribute("value"), form.QuerySelector("#steps")?.GetAttribute("value"), form.QuerySelector("#guidance")?.GetAttribute("value")));
        Assert.Equal("192x128", form.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Page_OfAHostilePrompt_ShowsItAsText()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'";
        await using var site = await SiteUnderTest.StartAsync();
        var picture = Wire.Picture(Hostile);
        (picture.Job.WorkerName, picture.ContributorName, picture.DeviceName) = ("<b>worker</b>", "<i>me</i>", "<u>GPU</u>");
        site.Script.Pictures.Add(picture);

        foreach (var path in new[] { "/", "/pictures", "/pictures/job-0" })
        {
            var page = await site.PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("script:not([src]), img[onerror], b, i, u"));
            Assert.Contains(Hostile, page.Body?.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Record_OfAPicture_HoldsEverySettingAndPosting()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        var record = await site.Http.GetFromJsonAsync<JsonElement>("/pictures/job-0.json");

        Assert.Equal(
            ["jobId", "requestId", "prompt", "negativePrompt", "bundle", "width", "height", "steps", "guidance", "sampler", "seed", "state", "verdict", "worker", "contributor", "device", "renderMs", "creditMflop", "sha256", "pngBytes", "postings", "scores", "visibility", "engineVersion"],
            record.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("done", "accepted", "dpmpp_2m", 40, 4100, 51_300), (record.GetProperty("state").GetString(), record.GetProperty("verdict").GetString(), record.GetProperty("sampler").GetString(),
            record.GetProperty("seed").GetInt64(), record.GetProperty("renderMs").GetInt64(), record.GetProperty("creditMflop").GetInt64()));
        Assert.Equal(
            """{"postingId":"posting-network","transactionId":"transaction-1","account":"network","amountMflop":-51300,"cause":"attempt:7","postedAt":"2026-05-28T20:26:40+00:00"}""",
            record.GetProperty("postings")[0].GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, record.GetProperty("scores").ValueKind);
    }

    [Fact]
    public async Task Png_OfAPublicPicture_MayBeKeptAndMustBeAskedForEachTime()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        var answer = await site.Http.GetAsync("/pictures/job-0.png");

        Assert.Equal(Wire.Png, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal($"\"{Wire.Sha256}\"", answer.Headers.ETag?.ToString());
        Assert.Equal("public, no-cache", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Png_WhenTheBrowserHasIt_IsNotSentAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/pictures/job-0.png");
        ask.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Wire.Sha256}\""));

        var answer = await site.Http.SendAsync(ask);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Png_WhenTheStreamIsLongerThanSaid_IsCutOff()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Png = new byte[200_000];

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var answer = await site.Http.GetAsync("/pictures/job-0.png");
            answer.EnsureSuccessStatusCode();
        });
    }

    [Theory]
    [InlineData("/pictures/nothing")]
    [InlineData("/pictures/nothing.png")]
    [InlineData("/pictures/nothing.json")]
    public async Task Picture_WhenUnknown_IsNotFound(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync(path)).StatusCode);
    }

    private static Picture Scored(double? fit, double? aesthetic)
    {
        var picture = Wire.Picture();
        picture.Scores = new() { Nsfw = 0.25, IsUnsafe = true };
        if (fit is { } textFit)
            picture.Scores.TextFit = textFit;
        if (aesthetic is { } liked)
            picture.Scores.Aesthetic = liked;
        return picture;
    }
}
