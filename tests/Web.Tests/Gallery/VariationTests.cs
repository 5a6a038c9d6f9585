using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Gallery;

/// <summary>What comes of a picture: remixes and variations.</summary>
public sealed class VariationTests
{
    [Fact]
    public async Task Variations_AreThePicturesSettingsWithOtherSeeds()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture("a red house"));

        var answer = await site.PostAsync("/pictures/job-0/variations", []);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/requests/request-1?key=", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        var ask = Assert.Single(site.Script.Submitted);
        Assert.Equal(("a red house", 4, false, "job-0", Visibility.Public), (ask.Settings.Prompt, ask.Count, ask.HasSeed, ask.RemixOf, ask.Visibility));
        Assert.Equal((192, 128, 20, 4.5f, Sampler.Dpmpp2M), (ask.Settings.Width, ask.Settings.Height, ask.Settings.Steps, ask.Settings.Guidance, ask.Settings.Sampler));
    }

    [Fact]
    public async Task Variations_ClickedTwiceInAMinute_AreAskedForOnce()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.AddRange([Wire.Picture(index: 0), Wire.Picture(index: 1)]);

        // Two clicks may fall into two minutes; three cannot all.
        foreach (var _ in Enumerable.Range(0, 3))
            await site.PostAsync("/pictures/job-0/variations", []);
        await site.PostAsync("/pictures/job-1/variations", []);

        var keys = site.Script.Submitted.Select(ask => ask.RequestKey).ToList();
        Assert.True(keys.Take(3).Distinct().Count() < 3);
        Assert.DoesNotContain(keys[3], keys.Take(3));
    }

    [Fact]
    public async Task Variations_OfOnesOwnPrivatePicture_ArePrivateToo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var picture = Wire.Picture();
        (picture.Job.Visibility, picture.Own) = (Visibility.Private, true);
        site.Script.Pictures.Add(picture);
        Assert.Equal(HttpStatusCode.NotFound, (await site.PostAsync("/pictures/job-0/variations", [])).StatusCode);

        site.Visitor = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);
        await site.PostAsync("/pictures/job-0/variations", []);

        Assert.Equal(Visibility.Private, Assert.Single(site.Script.Submitted).Visibility);
    }

    [Fact]
    public async Task Page_NamesWhatItWasMadeFromAndWhatWasMadeFromIt()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Lineage = new() { Parent = Wire.Picture(index: 7), Variations = { Wire.Picture(index: 8), Wire.Picture(index: 9) } };

        var page = await site.PageAsync("/pictures/job-0");

        Assert.Equal(["/pictures/job-7"], page.QuerySelectorAll("[aria-labelledby='made-from'] .wall a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["/pictures/job-8", "/pictures/job-9"], page.QuerySelectorAll("[aria-labelledby='variations'] .wall a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task RemixAddress_LeadsToTheFormThatNamesThePicture()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());

        var answer = await site.Http.GetAsync("/pictures/job-0/remix");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("remix_of=job-0", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
    }
}
