using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Ask;

/// <summary>Sending the form.</summary>
public sealed class AskTests
{
    private static readonly (string, string) Json = ("Accept", "application/json");

    [Fact]
    public async Task Ask_WhenAccepted_GoesToTheRequest()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house" });

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"/requests/request-1?key={site.Script.Submitted[0].RequestKey}", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Ask_BySomebodySignedIn_CarriesTheProofAndNoMark()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Visitor = new(new string('a', 32), "Ada", Web.People.PersonRole.Person, Web.People.PersonRank.New);

        await site.PostAsync("/ask", new() { ["prompt"] = "a red house" });

        Assert.StartsWith("Person ", Assert.Single(site.Script.Proofs), StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(site.Script.Submitted).Requester);
    }

    [Fact]
    public async Task Ask_WhenEverythingIsFilledIn_SendsAllOfIt()
    {
        await using var site = await SiteUnderTest.StartAsync();

        await site.PostAsync("/ask", new()
        {
            ["prompt"] = "a red house\r\nat sunset", ["negative"] = "fog", ["bundle"] = "pocket", ["width"] = "192", ["height"] = "128",
            ["count"] = "3", ["seed"] = "4294967295", ["steps"] = "30", ["guidance"] = "4.5", ["sampler"] = "dpmpp_2m", ["verified"] = "yes", ["request_key"] = "k",
        });

        var sent = Assert.Single(site.Script.Submitted);
        Assert.Equal("a red house\nat sunset", sent.Settings.Prompt);
        Assert.Equal(("fog", "pocket", 192, 128), (sent.Settings.NegativePrompt, sent.Settings.BundleId, sent.Settings.Width, sent.Settings.Height));
        Assert.Equal((30, 4.5f, Sampler.Dpmpp2M), (sent.Settings.Steps, sent.Settings.Guidance, sent.Settings.Sampler));
        Assert.Equal((3, 4294967295), (sent.Count, sent.Seed));
        Assert.Equal(32, sent.Requester.Length);
        Assert.True(sent.Verified);
    }

    [Fact]
    public async Task Ask_WhenFieldsAreEmpty_LeavesThemToTheBundle()
    {
        await using var site = await SiteUnderTest.StartAsync();

        await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["seed"] = "", ["steps"] = "", ["guidance"] = "", ["sampler"] = "" });

        var sent = Assert.Single(site.Script.Submitted);
        Assert.False(sent.Verified || sent.HasSeed || sent.Settings.HasSteps || sent.Settings.HasGuidance);
        Assert.Equal((0, 0, Sampler.Unspecified, 1), (sent.Settings.Width, sent.Settings.Height, sent.Settings.Sampler, sent.Count));
    }

    [Fact]
    public async Task Ask_WhenASizeChipIsPicked_SendsItsSides()
    {
        await using var site = await SiteUnderTest.StartAsync();

        await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["size"] = "128x192", ["width"] = "", ["height"] = "" });

        var sent = Assert.Single(site.Script.Submitted);
        Assert.Equal((128, 192), (sent.Settings.Width, sent.Settings.Height));
    }

    [Fact]
    public async Task Ask_WhenTheSameFormIsSentTwice_CarriesTheSameKey()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var form = new Dictionary<string, string> { ["prompt"] = "a red house", ["request_key"] = "key-of-this-form" };

        await site.PostAsync("/ask", form);
        await site.PostAsync("/ask", form);

        Assert.Equal(site.Script.Submitted[0].RequestKey, site.Script.Submitted[1].RequestKey);
    }

    [Fact]
    public async Task Ask_WhenAnOldFormComesBackChanged_CarriesAnotherKey()
    {
        await using var site = await SiteUnderTest.StartAsync();

        await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["request_key"] = "key-of-this-form" });
        await site.PostAsync("/ask", new() { ["prompt"] = "a blue house", ["request_key"] = "key-of-this-form" });

        Assert.NotEqual(site.Script.Submitted[0].RequestKey, site.Script.Submitted[1].RequestKey);
    }

    [Fact]
    public async Task Ask_WhenRefused_ShowsTheReasonAtItsFieldAndKeepsTheRest()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.SubmitRefusal = new() { Kind = RefusalKind.Invalid, Code = "prompt.too_long", Field = "negative_prompt", Message = "The negative prompt has 1001 characters." };

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["negative"] = "fog", ["seed"] = "7", ["size"] = "192x128" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await SiteUnderTest.ReadPageAsync(answer);
        var field = page.QuerySelector("#negative");
        Assert.Equal("true", field?.GetAttribute("aria-invalid"));
        Assert.Equal("The negative prompt has 1001 characters.", page.Text("#" + field?.GetAttribute("aria-describedby")?.Split(' ')[0]));
        Assert.Equal(["negative"], page.QuerySelectorAll("[autofocus]").Select(one => one.Id));
        Assert.Equal("a red house", page.Text("#prompt"));
        Assert.Equal("7", page.QuerySelector("#seed")?.GetAttribute("value"));
        Assert.Equal("192x128", page.QuerySelector("input[name='size'][checked]")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("width", "abc")]
    [InlineData("seed", "seven")]
    [InlineData("steps", "2.5")]
    [InlineData("guidance", "much")]
    [InlineData("count", "two")]
    [InlineData("sampler", "magic")]
    public async Task Ask_WhenAFieldCannotBeRead_NamesItToPrograms(string field, string value)
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house", [field] = value }, Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
        Assert.Empty(site.Script.Submitted);
    }

    [Theory]
    [InlineData(RefusalKind.Invalid, HttpStatusCode.BadRequest)]
    [InlineData(RefusalKind.NotFound, HttpStatusCode.NotFound)]
    [InlineData(RefusalKind.Conflict, HttpStatusCode.Conflict)]
    [InlineData(RefusalKind.TooMany, HttpStatusCode.TooManyRequests)]
    [InlineData(RefusalKind.Busy, HttpStatusCode.ServiceUnavailable)]
    public async Task Ask_WhenAProgramIsRefused_AnswersInJson(RefusalKind kind, HttpStatusCode status)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.SubmitRefusal = new() { Kind = kind, Code = "some.code", Field = "bundle_id", Message = "What happened.", RetryAfterMs = 1500 };

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house" }, Json);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("""{"code":"some.code","message":"What happened.","field":"bundle"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Ask_WhenTheCoordinatorStumbles_TriesAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Outages = 2;

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house" });

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Single(site.Script.Submitted);
    }

    [Fact]
    public async Task Ask_WhenTheCoordinatorIsAway_KeepsTheWords()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house", ["width"] = "192", ["height"] = "128" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var page = await SiteUnderTest.ReadPageAsync(answer);
        Assert.Equal("a red house", page.Text("#prompt"));
        Assert.Equal("192", page.QuerySelector("#width")?.GetAttribute("value"));
        Assert.Contains("does not answer right now", page.Text("#ask-refusal"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    public async Task Ask_WhenAnotherSiteSendsIt_IsRefused(string header, string value)
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house" }, (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(site.Script.Submitted);
    }

    [Fact]
    public async Task Ask_WhenItsOwnPageSendsIt_IsTaken()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.PostAsync("/ask", new() { ["prompt"] = "a red house" }, ("Origin", site.Http.BaseAddress!.ToString().TrimEnd('/')));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task Ask_WhenItIsNoForm_IsRefused()
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var body = JsonContent.Create(new { prompt = "a red house" });

        var answer = await site.Http.PostAsync("/ask", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
