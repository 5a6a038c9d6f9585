using System.Net;
using System.Text.Json;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Ask;

namespace LaionGrid.Web.Tests.Ask;

/// <summary>The form's page, and what it says before anything is sent.</summary>
public sealed class EstimateTests
{
    [Fact]
    public async Task AskPage_OfAFormInItsAddress_SaysWhatItWouldComeTo()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var page = await site.PageAsync("/ask?prompt=a+red+house&count=2&width=192&height=128&steps=30");

        Assert.Equal("a red house", page.Text("#prompt"));
        Assert.Equal("Make 2 pictures - about 30 s", page.Text("[data-make]"));
        Assert.Equal("Expected in 20 to 40 s. 3 workers online. Each takes 51.3 GFLOP of a volunteer’s GPU.", page.Text("[data-note]"));
        var asked = Assert.Single(site.Script.Estimated);
        Assert.Equal((192, 128, 30, 2, ""), (asked.Settings.Width, asked.Settings.Height, asked.Settings.Steps, asked.Count, asked.Settings.Prompt));
    }

    [Theory]
    [InlineData(90_000, 51_300, "Takes 51.3 GFLOP of your 90.0 GFLOP of priority")]
    [InlineData(90_000, 0, "Your 90.0 GFLOP of priority stays")]
    public async Task AskPage_OfSomebodyWithPriority_SaysBeforeItIsSpent(long has, long taken, string said)
    {
        await using var site = await SiteUnderTest.StartAsync();
        (site.Script.Estimate.PriorityMflop, site.Script.Estimate.PriorityTakenMflop) = (has, taken);

        Assert.Contains(said, (await site.PageAsync("/ask?prompt=a+red+house")).Text("[data-note]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskPage_WithScriptOff_HasAButtonThatOnlyLooks()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var buttons = (await site.PageAsync("/ask")).QuerySelectorAll("form.ask [type='submit']");

        Assert.Equal(["data-make", "data-look"], buttons.Select(button => button.HasAttribute("data-make") ? "data-make" : "data-look")); // Enter presses the first
        Assert.Equal(("get", "/ask", true), (buttons[1].GetAttribute("formmethod"), buttons[1].GetAttribute("formaction"), buttons[1].HasAttribute("formnovalidate")));
    }

    [Fact]
    public async Task AskPage_OfAnotherBundle_ShowsItsOwnSizesAndLimitsAndKeepsTheShape()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var large = Wire.PocketBundle();
        (large.Id, large.Title, large.Limits.MaxSide, large.Limits.DefaultWidth, large.Limits.DefaultHeight, large.Limits.MaxPixels, large.Limits.DefaultSteps) = ("large", "Large", 1024, 512, 512, 768 * 512, 33);
        site.Script.MoreBundles.Add(large);

        var page = await site.PageAsync("/ask?bundle=large&size=192x128&guidance=3");
        var untouched = await site.PageAsync("/ask?bundle=large&size=usual");

        Assert.Equal("768x512", page.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
        Assert.Equal("large", page.QuerySelector("input[name='bundle'][checked]")?.GetAttribute("value"));
        Assert.Contains("empty takes 33", page.Text("#steps-hint"), StringComparison.Ordinal);
        Assert.Equal("3", page.QuerySelector("#guidance")?.GetAttribute("value"));
        Assert.Equal("usual", untouched.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task AskPage_ShowsWhatEachBundleMadeOrSaysThatThereIsNothing()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var unused = Wire.PocketBundle();
        (unused.Id, unused.Title) = ("unused", "Unused");
        site.Script.MoreBundles.Add(unused);
        site.Script.Pictures.AddRange(Enumerable.Range(0, 5).Select(index => Wire.Picture(index: index)));

        var cards = (await site.PageAsync("/ask")).QuerySelectorAll(".card");

        Assert.Equal(["/pictures/job-0.png", "/pictures/job-1.png", "/pictures/job-2.png"], cards[0].QuerySelectorAll("img").Select(image => image.GetAttribute("src")));
        Assert.Equal("No picture of it yet", cards[1].Text(".examples-of"));
    }

    [Fact]
    public async Task AskPage_WhenNobodyCanMakeIt_OffersTheNearestThatSomebodyCan()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Estimate = new() { WorkersOnline = 3, Nearest = new() { BundleId = "pocket", Width = 128, Height = 64 } };

        var page = await site.PageAsync("/ask?prompt=a+red+house&seed=7&size=192x128");

        Assert.Equal("None of the 3 workers online can make this. It would wait until one comes that can.", page.Text("[data-note]"));
        Assert.Equal("Pocket at 128 × 64 can be made now.", page.Text("[data-nearest]"));
        Assert.Equal("/ask?prompt=a%20red%20house&bundle=pocket&width=128&height=64&seed=7", page.QuerySelector("[data-nearest]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task AskPage_OfAFormThatMayNotBe_MarksTheField()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.EstimateRefusal = new() { Kind = RefusalKind.Invalid, Code = "steps.out_of_range", Field = "steps", Message = "Steps are 1 to 50; this asks for 99." };

        var page = await site.PageAsync("/ask?steps=99");

        Assert.Equal("true", page.QuerySelector("#steps")?.GetAttribute("aria-invalid"));
        Assert.Equal("Steps are 1 to 50; this asks for 99.", page.Text("#steps-refusal"));
        Assert.True(page.QuerySelector("[data-part=detail] details")?.HasAttribute("open"));
    }

    [Fact]
    public async Task AskPage_WhoseFieldsHoldMarkup_ShowsItAsText()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var html = await site.Http.GetStringAsync("/ask?prompt=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E&seed=%22onfocus=%22x&size=%3Cb%3E&bundle=%3Cb%3E&count=%3Cb%3E");

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onfocus", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Estimate_ForTheScript_SaysTheSameWords()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync("/ask/estimate?count=2");
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("Make 2 pictures - about 30 s", said.GetProperty("button").GetString());
        Assert.StartsWith("Expected in 20 to 40 s.", said.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal((51_300, 20_000, 40_000, 3), (said.GetProperty("mflopPerPicture").GetInt64(), said.GetProperty("etaLowMs").GetInt64(), said.GetProperty("etaHighMs").GetInt64(), said.GetProperty("workersAble").GetInt32()));
    }

    [Fact]
    public async Task Estimate_OfWhatCannotBeRead_NamesTheField()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var said = JsonDocument.Parse(await site.Http.GetStringAsync("/ask/estimate?seed=seven")).RootElement;

        Assert.Equal(("seed", "seed.not_a_number", "Make the picture"), (said.GetProperty("field").GetString(), said.GetProperty("code").GetString(), said.GetProperty("button").GetString()));
        Assert.Empty(site.Script.Estimated);
    }

    [Fact]
    public async Task Estimate_WhenTheCoordinatorIsAway_SaysWhenToTryAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        var answer = await site.Http.GetAsync("/ask/estimate");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(0.2, 0.9, "a second")]
    [InlineData(3, 5, "4 s")]
    [InlineData(20, 47, "35 s")]
    [InlineData(80, 99, "2 min")]
    [InlineData(600, 1200, "15 min")]
    [InlineData(7200, 14400, "3 h")]
    public void About_OfARange_IsItsMiddle(double earliest, double latest, string words) =>
        Assert.Equal(words, AskWords.About(new(TimeSpan.FromSeconds(earliest), TimeSpan.FromSeconds(latest))));

    [Fact]
    public void Address_OfAForm_BringsTheWholeFormBack()
    {
        var form = new AskForm
        {
            Prompt = "a “red” house\n& more", Negative = "fog", Bundle = "pocket", Width = "192", Height = "128", Count = "3", Seed = "7", Steps = "30", Guidance = "4.5", Sampler = "euler", Verified = "yes",
        };

        var back = AskForm.Read(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(form.Address.Split('?')[1]));

        Assert.Equal(form, back);
    }
}
