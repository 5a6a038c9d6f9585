using System.Net;
using LaionGrid.Web.People;

namespace LaionGrid.Web.Tests.Contributors;

/// <summary>What only the signed-in person sees and changes: profile and machines.</summary>
public sealed class OwnPagesTests
{
    private static readonly Person Ada = new(new string('a', 32), "Ada", PersonRole.Person, PersonRank.New);

    [Theory, InlineData("/me/profile"), InlineData("/me/machines"), InlineData("/me/team"), InlineData("/teams/join/lgt_x")]
    public async Task Page_OfNobody_LeadsToSignIn_AndBack(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync(path);

        Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString(path)}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory, InlineData("/me/profile"), InlineData("/me/machines/pause"), InlineData("/me/team/found"), InlineData("/me/team/leave"), InlineData("/me/team/dissolve"), InlineData("/teams/join")]
    public async Task Form_OfNobody_OrOfAnotherSite_ChangesNothing(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        var fields = new Dictionary<string, string> { ["code"] = "x", ["name"] = "x" };
        var nobodys = await site.PostAsync(path, fields);
        site.Visitor = Ada;
        var another = await site.PostAsync(path, fields, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (nobodys.StatusCode, another.StatusCode));
        Assert.Empty(site.Script.Contribution.Told);
    }

    [Fact]
    public async Task Profile_IsShown_AndKeptAsSent()
    {
        await using var site = await SiteUnderTest.StartAsync();
        (site.Visitor, site.Script.Contribution.Profile) = (Ada, new() { Country = "DE", About = "Terns." });

        var page = await site.PageAsync("/me/profile");
        var answer = await site.PostAsync("/me/profile", new() { ["visibility"] = "private", ["country"] = "JP", ["about"] = "Waders." });
        var kept = await site.PageAsync(answer.Headers.Location!.OriginalString);

        Assert.Equal(("Terns.", "Germany", "public"), (page.Text("textarea"), page.Text("option[selected]"), page.QuerySelector("input[checked]")?.GetAttribute("value")));
        Assert.Equal(250, page.QuerySelectorAll("option").Length);
        Assert.Equal(["profile True JP Waders."], site.Script.Contribution.Told);
        Assert.Contains("Kept.", kept.Text(".kept"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_ThatIsRefused_ComesBackWithTheWords_AndTheReasonAtItsField()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Refusal = new() { Kind = Contracts.V1.RefusalKind.Invalid, Code = "profile.about_too_long", Field = "about", Message = "Too long. Shorten it." };

        var answer = await site.PostAsync("/me/profile", new() { ["about"] = "words and words" });
        var page = await SiteUnderTest.ReadPageAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("words and words", "Too long. Shorten it.", "true"), (page.Text("textarea"), page.Text(".refusal"), page.QuerySelector("textarea")?.GetAttribute("aria-invalid")));
    }

    [Fact]
    public async Task Machines_SayHowTheyAre_AndCanBePaused()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;
        site.Script.Contribution.Machines.Add(new()
        {
            Machine = new() { WorkerId = "w1", Name = "lark", Family = "RTX 3060", IsHere = true, Pictures = 12 }, PicturesToday = 3, AcceptedLately = 9, LostLately = 1, Version = "0.1.0",
        });

        var page = await site.PageAsync("/me/machines");
        var answer = await site.PostAsync("/me/machines/pause", new() { ["worker"] = "w1", ["paused"] = "true" });

        Assert.Equal("Here now. Renders on RTX 3060.", page.Text(".state"));
        Assert.Contains("3 pictures", page.Text(".own-machines"), StringComparison.Ordinal);
        Assert.Equal(("1", "Pause it lark"), (page.Text(".bad"), page.Text(".own-machines button")));
        Assert.Equal((HttpStatusCode.SeeOther, "pause w1 True"), (answer.StatusCode, site.Script.Contribution.Told.Single()));
    }

    [Fact]
    public async Task Machines_OfNone_SayHowToBegin()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = Ada;

        Assert.Equal("/volunteer/start", (await site.PageAsync("/me/machines")).QuerySelector(".empty a")?.GetAttribute("href"));
    }
}
