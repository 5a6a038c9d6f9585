using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Gallery;

public sealed class VisibilityTests
{
    private static readonly Person Ada = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

    private static readonly string[] Addresses = ["", ".png", ".json", "/download.png", "/proof"];

    /// <summary>Body, status and headers tell nothing; only what differs between any two answers is left out.</summary>
    [Fact]
    public async Task PrivatePicture_AtEveryPublicAddress_IsAnsweredAsWhatIsNotThere()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Private));
        foreach (var visitor in new[] { null, Ada })
        foreach (var address in Addresses)
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            site.Visitor = visitor;
            var (answer, unknown) = (await AskAsync(site, method, $"/pictures/job-0{address}"), await AskAsync(site, method, $"/pictures/nothing{address}"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(await ToTextAsync(unknown), await ToTextAsync(answer));
        }
    }

    [Fact]
    public async Task PrivatePicture_AtItsPersonsAddress_IsThereAndKeptNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Private));
        site.Visitor = Ada;
        foreach (var address in Addresses.Except(["/download.png"]))
        {
            var answer = await site.Http.GetAsync($"/me/pictures/job-0{address}");
            Assert.Equal((HttpStatusCode.OK, true, true), (answer.StatusCode, answer.Headers.CacheControl?.NoStore, answer.Headers.CacheControl?.Private));
            Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        }
        var page = await site.PageAsync("/me/pictures/job-0");
        Assert.Equal("/me/pictures/job-0.png", page.QuerySelector(".plate img")?.GetAttribute("src"));
        Assert.Equal("private", page.QuerySelector("#visibility option[selected]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task OwnAddress_WhenNobodyIsSignedIn_SendsToSignInWhetherItIsThereOrNot()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Private));
        foreach (var name in new[] { "job-0", "nothing" })
        foreach (var address in Addresses)
        {
            var answer = await site.Http.GetAsync($"/me/pictures/{name}{address}");
            Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString($"/me/pictures/{name}{address}")}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }
    }

    [Fact]
    public async Task UnlistedPicture_IsShownToWhoHasItsAddress_AndKeptNowhere()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Unlisted));
        foreach (var address in Addresses.Except(["/download.png"]))
        {
            var answer = await site.Http.GetAsync($"/pictures/job-0{address}");
            Assert.Equal((HttpStatusCode.OK, "no-store, private"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
            Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        }
        Assert.NotNull((await site.PageAsync("/pictures/job-0")).QuerySelector("meta[name='robots'][content='noindex']"));
    }

    [Fact]
    public async Task Change_OfOnesOwnPicture_IsSaidToTheCoordinatorAndShown()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Public));
        site.Visitor = Ada;
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/pictures/job-0")).StatusCode); // kept from now on

        var answer = await site.PostAsync("/me/pictures/job-0", new() { ["visibility"] = "private" });

        Assert.Equal((HttpStatusCode.SeeOther, "/me/pictures/job-0"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(Visibility.Private, site.Script.Pictures[0].Job.Visibility);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/pictures/job-0")).StatusCode);
    }

    [Theory, InlineData("everyone"), InlineData("")]
    public async Task Change_ToWhatIsNoVisibility_IsRefused(string value)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Public));
        site.Visitor = Ada;

        Assert.Equal(HttpStatusCode.BadRequest, (await site.PostAsync("/me/pictures/job-0", new() { ["visibility"] = value })).StatusCode);
        Assert.Equal(Visibility.Public, site.Script.Pictures[0].Job.Visibility);
    }

    [Fact]
    public async Task Change_SentByAnotherSitesPage_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Of(Visibility.Private));
        site.Visitor = Ada;

        var answer = await site.PostAsync("/me/pictures/job-0", new() { ["visibility"] = "public" }, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal((HttpStatusCode.Forbidden, Visibility.Private), (answer.StatusCode, site.Script.Pictures[0].Job.Visibility));
    }

    [Theory, InlineData("private", Visibility.Private), InlineData("unlisted", Visibility.Unlisted), InlineData("", Visibility.Public), InlineData("prviate", Visibility.Unlisted)]
    public async Task Ask_CarriesWhoMaySeeIt_AndNeverMoreThanWasMeant(string value, Visibility expected)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;

        await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["visibility"] = value, ["remix_of"] = "job-7" });

        Assert.Equal((expected, "job-7"), (site.Script.Submitted[0].Visibility, site.Script.Submitted[0].RemixOf));
    }

    private static Picture Of(Visibility visibility)
    {
        var picture = Wire.Picture();
        picture.Job.Visibility = visibility;
        picture.Own = true;
        return picture;
    }

    private static async Task<HttpResponseMessage> AskAsync(SiteUnderTest site, HttpMethod method, string path)
    {
        using var message = new HttpRequestMessage(method, path);
        return await site.Http.SendAsync(message);
    }

    private static async Task<string> ToTextAsync(HttpResponseMessage answer)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").OrderBy(header => header.Key).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{await answer.Content.ReadAsStringAsync()}";
    }
}
