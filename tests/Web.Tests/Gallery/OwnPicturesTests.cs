using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>A person's own pictures.</summary>
public sealed class OwnPicturesTests
{
    private static readonly Person Ada = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

    [Fact]
    public async Task Page_ShowsWhatOneAskedForWithAddressesByWhomItMayBeSeen()
    {
        await using var site = await StartAsync();

        var answer = await site.Http.GetAsync("/me/pictures");
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["/pictures/job-0.png", "/me/pictures/job-1.png"], page.QuerySelectorAll(".wall img").Select(image => image.GetAttribute("src")));
        Assert.Contains("Cancelled", page.Text(".blank"), StringComparison.Ordinal);
        Assert.Equal(["job-0", "job-1", "job-2"], page.QuerySelectorAll("input[name='picture']").Select(box => box.GetAttribute("value")));
    }

    [Fact]
    public async Task Search_IsAskedOfTheCoordinatorAndKeptWhenPaging()
    {
        await using var site = await StartAsync();
        site.Script.Own.AddRange(Enumerable.Range(0, 30).Select(index => Request($"r{index}")));

        var page = await site.PageAsync("/me/pictures?words=red+house");

        Assert.Equal("red house", site.Script.OwnSearches[^1].Words);
        Assert.Equal("red house", page.QuerySelector("#words")?.GetAttribute("value"));
        Assert.Equal("/me/pictures?words=red%20house&before=r18", page.QuerySelector("a[rel='next']")?.GetAttribute("href"));
    }

    [Theory, InlineData("private", Visibility.Private), InlineData("unlisted", Visibility.Unlisted)]
    public async Task Ticked_AreChangedTogether(string act, Visibility expected)
    {
        await using var site = await StartAsync();

        var answer = await PickAsync(site, act);

        Assert.Equal("/me/pictures?said=changed-2", answer.Headers.Location?.ToString());
        Assert.All(site.Script.Pictures, picture => Assert.Equal(expected, picture.Job.Visibility));
        Assert.Equal("2 pictures are shown so now.", (await site.PageAsync("/me/pictures?said=changed-2")).Text(".said-so"));
    }

    [Fact]
    public async Task Delete_IsAskedOnceMoreAndThenDone()
    {
        await using var site = await StartAsync();

        var asked = await SiteUnderTest.ReadPageAsync(await PickAsync(site, "delete"));
        Assert.Equal(("Delete 2 pictures?", 2), (asked.Text("h1"), site.Script.Pictures.Count));
        Assert.Equal(["job-0", "job-1"], asked.QuerySelectorAll("input[name='picture']").Select(box => box.GetAttribute("value")));
        var done = await PickAsync(site, "delete", ("sure", "yes"));

        Assert.Equal(("/me/pictures?said=deleted-2", 0), (done.Headers.Location?.ToString(), site.Script.Pictures.Count));
    }

    [Fact]
    public async Task Nothing_Ticked_ChangesNothingAndSaysSo()
    {
        await using var site = await StartAsync();

        Assert.Equal("/me/pictures?said=nothing", (await site.PostAsync("/me/pictures", new() { ["act"] = "private" })).Headers.Location?.ToString());
        Assert.Contains("No picture was picked", (await site.PageAsync("/me/pictures?said=nothing")).Text(".said-so"), StringComparison.Ordinal);
        Assert.Empty((await site.PageAsync("/me/pictures?said=<b>you+won</b>")).QuerySelectorAll(".said-so"));
    }

    [Fact]
    public async Task Settings_AreOneDocumentOverAllPages()
    {
        await using var site = await StartAsync();
        site.Script.Own.AddRange(Enumerable.Range(0, 120).Select(index => Request($"r{index}")));

        var settings = await site.Http.GetFromJsonAsync<JsonElement>("/me/pictures.json");

        Assert.Equal(121, settings.GetArrayLength());
        Assert.Equal(("a red house", "private"), (settings[0].GetProperty("prompt").GetString(), settings[0].GetProperty("pictures")[1].GetProperty("visibility").GetString()));
    }

    [Fact]
    public async Task Pictures_TakenOutOfTheOpenData_AreCountedAsTheCoordinatorDoes()
    {
        await using var site = await StartAsync();

        var some = await site.PostAsync("/me/pictures", new() { ["act"] = "withdraw", ["picture"] = "mine-1" });
        var none = await site.PostAsync("/me/pictures", new() { ["act"] = "withdraw", ["picture"] = "other-1" });

        Assert.Equal(("/me/pictures?said=withdrawn-1", "/me/pictures?said=withdrawn-0"), (some.Headers.Location?.ToString(), none.Headers.Location?.ToString()));
        Assert.Contains("1 picture stays out of the open data from now on", (await site.PageAsync("/me/pictures?said=withdrawn-1")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, InlineData("/me/pictures"), InlineData("/me/pictures.json")]
    public async Task Nobody_IsSentToSignIn(string path)
    {
        await using var site = await StartAsync();
        site.Visitor = null;

        var answer = await site.Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString(path)}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    private static Task<HttpResponseMessage> PickAsync(SiteUnderTest site, string act, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] fields = [("picture", "job-0"), ("picture", "job-1"), ("act", act), .. more];
        return site.Http.PostAsync("/me/pictures", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
    }

    private static async Task<SiteUnderTest> StartAsync()
    {
        var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Pictures.AddRange([Wire.Picture(index: 0), Wire.Picture(index: 1)]);
        var request = Wire.Request("a red house", Wire.Job(JobState.Done, 0), Wire.Job(JobState.Done, 1), Wire.Job(JobState.Cancelled, 2));
        request.Jobs[1].Visibility = Visibility.Private;
        site.Script.Own.Add(request);
        return site;
    }

    private static RequestView Request(string id)
    {
        var request = Wire.Request("a boat", Wire.Job(JobState.Done));
        request.RequestId = id;
        return request;
    }
}
