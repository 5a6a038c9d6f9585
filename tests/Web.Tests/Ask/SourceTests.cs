using System.Net;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Ask;

/// <summary>Asking for pictures that begin from others.</summary>
public sealed class SourceTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public async Task Ask_WithAFile_BringsItAndNamesItInTheAsk()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await PostAsync(site, Fields(("prompt", "a house"), ("strength", "0.5")), ("source_file", new byte[200_000]), ("mask_file", [7]));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var sent = Assert.Single(site.Script.Submitted);
        Assert.Equal((NameOf(200_000), NameOf(1), 0.5), (sent.Settings.SourceSha256, sent.Settings.MaskSha256, sent.Settings.Strength));
        Assert.Equal([(sent.Requester, 200_000), (sent.Requester, 1)], site.Script.Brought);
    }

    [Fact]
    public async Task Ask_FromAPictureOfTheGrid_BringsThat()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        await PostAsync(site, Fields(("prompt", "a house"), ("from", Wire.Picture().Job.JobId)));

        Assert.Equal(NameOf(site.Script.Png.Length), Assert.Single(site.Script.Submitted).Settings.SourceSha256);
    }

    [Fact]
    public async Task Ask_FromAPictureThatIsNotThere_SaysSoAndAsksForNothing()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await PostAsync(site, Fields(("prompt", "a house"), ("from", "job-9")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("is not there, or not for you", (await SiteUnderTest.ReadPageAsync(answer)).Text("#source-refusal"), StringComparison.Ordinal);
        Assert.Empty(site.Script.Submitted);
    }

    [Fact]
    public async Task Ask_WithAFileThatIsRefused_ComesBackWithTheWordsAndTheReason()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.SourceRefusal = new() { Kind = RefusalKind.Invalid, Code = "source.not_png", Message = "The file is no PNG.", Field = "data" };

        var answer = await PostAsync(site, Fields(("prompt", "a red house")), ("source_file", new byte[300_000]));

        var page = await SiteUnderTest.ReadPageAsync(answer);
        Assert.Equal("The file is no PNG.", page.Text("#source-refusal"));
        Assert.Equal("a red house", page.Text("#prompt"));
        Assert.True(page.QuerySelector("[data-source]")!.HasAttribute("open"));
        Assert.Empty(site.Script.Submitted);
    }

    /// <summary>Bringing the file again must not be needed because a number was wrong.</summary>
    [Fact]
    public async Task Ask_WhenRefusedAfterTheFileWasBrought_KeepsIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.SubmitRefusal = new() { Kind = RefusalKind.Invalid, Code = "strength.out_of_range", Message = "The strength is above 0 to 1.", Field = "strength" };

        var page = await SiteUnderTest.ReadPageAsync(await PostAsync(site, Fields(("prompt", "a house"), ("strength", "7")), ("source_file", [1, 2, 3])));

        Assert.Equal(NameOf(3), page.QuerySelector("input[name=source]")!.GetAttribute("value"));
        Assert.Equal("The strength is above 0 to 1.", page.Text("#strength-refusal"));
    }

    [Fact]
    public async Task Ask_WithMoreThanAFormMayHold_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await PostAsync(site, Fields(("prompt", "a house")), ("source_file", new byte[(8 * 1024 * 1024) + 1]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 8,388,608 are taken", (await SiteUnderTest.ReadPageAsync(answer)).Text("#source-refusal"), StringComparison.Ordinal);
        Assert.Empty(site.Script.Brought);
    }

    [Fact]
    public async Task Form_WithASourceInItsAddress_IsOpenThere()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync($"/ask?source={Hash}&mask={Hash}&strength=0.4");

        Assert.True(page.QuerySelector("[data-source]")!.HasAttribute("open"));
        Assert.Equal("0.4", page.QuerySelector("#strength")!.GetAttribute("value"));
        Assert.Equal((Hash, Hash), (page.QuerySelector("input[name=source]")!.GetAttribute("value"), page.QuerySelector("input[name=mask]")!.GetAttribute("value")));
    }

    private static string NameOf(int bytes) => $"{bytes:x64}";

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value);

    private static Task<HttpResponseMessage> PostAsync(SiteUnderTest site, Dictionary<string, string> fields, params (string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, bytes) in files)
            form.Add(new ByteArrayContent(bytes), name, $"{name}.png");
        return site.Http.PostAsync("/ask", form);
    }
}
