using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Html.Dom;
using LaionGrid.Contracts.V1;
using LaionGrid.TestKit;
using LaionGrid.Web.Gallery.Files;
using LaionGrid.Web.Gallery.Verify;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>Files that visitors give the page that looks at them.</summary>
public sealed class VerifyTests
{
    private static readonly byte[] Png = PaintedPng.Of(24, 16, 9);

    [Fact]
    public async Task File_AsItsWorkerSentIt_IsMadeHere()
    {
        await using var site = await StartAsync();

        var page = await SendAsync(site, Png);

        Assert.Equal("Made here", page.Text("#findings"));
        Assert.NotNull(page.QuerySelector(".findings a[href='/pictures/job-0']"));
    }

    [Fact]
    public async Task Download_GivenBack_IsKnownByItsPixels()
    {
        await using var site = await StartAsync();
        var download = await site.Http.GetAsync("/pictures/job-0/download.png");
        Assert.Equal("laiongrid-job-0.png", download.Content.Headers.ContentDisposition?.FileName);

        var page = await SendAsync(site, await download.Content.ReadAsByteArrayAsync());

        Assert.Equal("Made here, with other words in the file", page.Text("#findings"));
        Assert.Contains("Steps: 20, Sampler: DPM++ 2M", page.Text(".findings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatSaysToBeFromHereWithOtherPixels_IsToldApart()
    {
        await using var site = await StartAsync();
        var labels = PictureLabels.Of(LaionGrid.Web.Coordinator.MessagesGrpc.ToView(site.Script.Pictures[0]), "https://elsewhere.example");

        Assert.Equal("It says to be from here, and is not", (await SendAsync(site, LabelledPng.Of(PaintedPng.Of(24, 16, 200), labels))).Text("#findings"));
    }

    [Fact]
    public async Task File_FromElsewhere_IsNotKnown()
    {
        await using var site = await StartAsync();

        Assert.Equal("Not known here", (await SendAsync(site, PaintedPng.Of(8, 8, 1))).Text("#findings"));
    }

    /// <summary>Or the page would tell strangers what is private.</summary>
    [Fact]
    public async Task PrivatePicture_IsKnownToItsPersonAlone()
    {
        await using var site = await StartAsync();
        site.Script.Pictures[0].Job.Visibility = Visibility.Private;
        Assert.Equal("Not known here", (await SendAsync(site, Png)).Text("#findings"));

        site.Visitor = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

        Assert.Equal("/me/pictures/job-0", (await SendAsync(site, Png)).QuerySelector(".findings a")?.GetAttribute("href"));
    }

    [Fact]
    public async Task Words_OfAHostileFile_AreShownAsText()
    {
        await using var site = await StartAsync();

        var page = await SendAsync(site, LabelledPng.Of(Png, [new PngText("parameters", "<script>alert(1)</script>").ToChunk(), new PngText("laiongrid", "{\"picture\":\"../../etc\"}").ToChunk()]));

        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
        Assert.Contains("<script>alert(1)</script>", page.Text(".findings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatIsNoPng_IsRefusedWithTheReasonAtItsField()
    {
        await using var site = await StartAsync();
        using var form = FormOf([1, 2, 3]);

        var answer = await site.Http.PostAsync("/verify", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("It is cut short.", (await SiteUnderTest.ReadPageAsync(answer)).Text("#file-refusal"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_BeyondTheLargest_IsRefusedWithoutBeingRead()
    {
        await using var site = await StartAsync();
        using var form = FormOf([.. Png[..33], .. BigChunk(VerifyHttp.MaxFileBytes)]);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = form };
        message.Headers.Accept.Add(new("application/json"));

        var refused = await Record.ExceptionAsync(async () =>
        {
            var answer = await site.Http.SendAsync(message);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        });

        Assert.True(refused is null or HttpRequestException, refused?.ToString()); // the connection may be cut before all is sent
    }

    [Theory, InlineData("application/json"), InlineData("multipart/form-data"), InlineData("multipart/form-data; boundary=\"\"")]
    public async Task Body_ThatIsNoForm_IsRefused(string type)
    {
        await using var site = await StartAsync();
        using var content = new ByteArrayContent(Png);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.PostAsync("/verify", content)).StatusCode);
    }

    [Fact]
    public async Task Program_ThatAsksForJson_GetsTheFindings()
    {
        await using var site = await StartAsync();
        using var message = new HttpRequestMessage(HttpMethod.Post, "/verify") { Content = FormOf(Png) };
        message.Headers.Accept.Add(new("application/json"));

        var found = JsonDocument.Parse(await (await site.Http.SendAsync(message)).Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(("exact", "/pictures/job-0", 24), (found.GetProperty("match").GetString(), found.GetProperty("picture").GetString(), found.GetProperty("width").GetInt32()));
    }

    private static async Task<SiteUnderTest> StartAsync()
    {
        var site = await SiteUnderTest.StartAsync();
        var picture = Wire.Picture();
        (picture.Job.PictureSha256, picture.PngBytes) = (Convert.ToHexStringLower(SHA256.HashData(Png)), Png.Length);
        site.Script.Pictures.Add(picture);
        site.Script.Png = Png;
        return site;
    }

    private static async Task<IHtmlDocument> SendAsync(SiteUnderTest site, byte[] file)
    {
        using var form = FormOf(file);
        var answer = await site.Http.PostAsync("/verify", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return await SiteUnderTest.ReadPageAsync(answer);
    }

    private static MultipartFormDataContent FormOf(byte[] file) => new() { { new ByteArrayContent(file), "file", "a.png" } };

    private static byte[] BigChunk(int bytes) => [(byte)(bytes >> 24), (byte)(bytes >> 16), (byte)(bytes >> 8), (byte)bytes, .. "IDAT"u8, .. new byte[bytes]];
}
