using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Api;

/// <summary>Our own API.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task Submit_WithAKey_PassesItOnAndSaysWhereTheRequestIs()
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await PostAsync(site, """{"prompt": "a red house", "negativePrompt": "fog", "width": 192, "height": 128, "count": 2, "seed": 7, "steps": 30, "guidance": 4.5, "sampler": "euler"}""", ("Authorization", "Bearer lg_secret"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("/api/v1/requests/request-1", answer.Headers.Location?.ToString());
        var asked = Assert.Single(site.Script.Submitted);
        Assert.Equal(("a red house", "fog", 192, 128, 30, 4.5f, Sampler.Euler), (asked.Settings.Prompt, asked.Settings.NegativePrompt, asked.Settings.Width, asked.Settings.Height, asked.Settings.Steps, asked.Settings.Guidance, asked.Settings.Sampler));
        Assert.Equal((2, 7L), (asked.Count, asked.Seed));
        Assert.Equal("Bearer lg_secret", Assert.Single(site.Script.Authorizations));
    }

    [Theory]
    [InlineData("Person forged")]
    [InlineData("Basic bGdfeDp5")]
    public async Task Submit_WithAWordAboutAPerson_IsNobodys(string authorization)
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await PostAsync(site, """{"prompt": "a red house"}""", ("Authorization", authorization));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("", Assert.Single(site.Script.Authorizations));
    }

    [Fact]
    public async Task Submit_RepeatedUnderOneKey_AsksOnceForEachCaller()
    {
        await using var site = await SiteUnderTest.StartAsync();
        foreach (var caller in new[] { "Bearer lg_one", "Bearer lg_one", "Bearer lg_two" })
            (await PostAsync(site, """{"prompt": "a red house"}""", ("Idempotency-Key", "abc"), ("Authorization", caller))).Dispose();
        (await PostAsync(site, """{"prompt": "a red house"}""")).Dispose();

        var keys = site.Script.Submitted.ConvertAll(asked => asked.RequestKey);
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 1, 64));

        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Cancelled)));
        (await site.Http.SendAsync(new(HttpMethod.Delete, "/api/v1/requests/request-1") { Headers = { { "Idempotency-Key", "abc" }, { "Authorization", "Bearer lg_two" } } })).Dispose();
        Assert.Equal(keys[2], Assert.Single(site.Script.Cancelled).Key);
    }

    [Theory]
    [InlineData("{\"prompt\": ", "body.unreadable")]
    [InlineData("{\"width\": \"wide\"}", "body.unreadable")]
    [InlineData("null", "body.empty")]
    [InlineData("{\"prompt\": \"a\", \"sampler\": \"k_heun\"}", "sampler.unknown")]
    public async Task Submit_OfWhatCannotBe_SaysWhy(string body, string code)
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await PostAsync(site, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(["false"], answer.Headers.GetValues("x-should-retry"));
        Assert.Empty(site.Script.Submitted);
    }

    [Fact]
    public async Task Submit_ThatIsNoJson_SaysHowToSendIt()
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await site.Http.PostAsync("/api/v1/requests", new StringContent("prompt=a+red+house", Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal((HttpStatusCode.BadRequest, "body.not_json"), (answer.StatusCode, await CodeAsync(answer)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Submit_OfTooMuch_IsRefusedBeforeItIsRead(bool isChunked)
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests")
        {
            Content = new StringContent($"{{\"prompt\": \"{new string('a', 70_000)}\"}}", Encoding.UTF8, "application/json"),
            Headers = { TransferEncodingChunked = isChunked },
        };

        using var answer = await site.Http.SendAsync(message);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("body.too_long", await CodeAsync(answer));
    }

    [Fact]
    public async Task Submit_ThatIsRefused_SaysWhyInTheCoordinatorsWords()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.SubmitRefusal = new() { Kind = RefusalKind.TooMany, Code = "queue.full", Message = "The queue is full.", RetryAfterMs = 20_000 };

        using var answer = await PostAsync(site, """{"prompt": "a red house"}""");

        Assert.Equal((HttpStatusCode.TooManyRequests, "queue.full"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(TimeSpan.FromSeconds(20), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(["true"], answer.Headers.GetValues("x-should-retry"));
    }

    [Fact]
    public async Task Api_WhileTheCoordinatorIsAway_SaysSoAsJson()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.StopCoordinatorAsync();

        using var answer = await site.Http.GetAsync("/api/v1/requests/request-1");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "coordinator.away"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(["true"], answer.Headers.GetValues("x-should-retry"));
    }

    [Fact]
    public async Task Caller_WhoAsksTooOften_IsToldWhenToComeBack()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var answer = await PostAsync(site, """{"prompt": "a red house"}""");
        for (var index = 0; index < 100 && answer.StatusCode == HttpStatusCode.Accepted; index++)
            answer = await PostAsync(site, """{"prompt": "a red house"}""");

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate.limited"), (answer.StatusCode, await CodeAsync(answer)));
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.StartsWith("\"write\";r=0;", Assert.Single(answer.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/api/v1/models")).StatusCode); // looking has a bucket of its own
    }

    [Fact]
    public async Task Request_OverItsLife_CanBeReadWatchedAndCancelled()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Leased, step: 2)));
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Done, step: 20)));

        var events = await site.Http.GetStringAsync("/api/v1/requests/request-1/events");
        using var cancelled = await site.Http.SendAsync(new(HttpMethod.Delete, "/api/v1/requests/request-1") { Headers = { { "Idempotency-Key", "abc" } } });

        Assert.Equal(2, events.Split("event: request\n").Length - 1);
        Assert.Contains("\"isFinal\":true", events[events.LastIndexOf("event:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal("request-1", Assert.Single(site.Script.Cancelled).Id);
        Assert.Equal("request-1", (await site.Http.GetFromJsonAsync<JsonElement>("/api/v1/requests/request-1")).GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Request_ThatIsNone_IsNotFound()
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await site.Http.GetAsync("/api/v1/requests/request-1/events");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Pictures_CanBePagedThroughReadAndFetched()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.AddRange([Wire.Picture(index: 0), Wire.Picture(index: 1), Wire.Picture(index: 2)]);

        var first = await site.Http.GetFromJsonAsync<JsonElement>("/api/v1/pictures?limit=2");
        var rest = await site.Http.GetFromJsonAsync<JsonElement>($"/api/v1/pictures?limit=2&before={first.GetProperty("next").GetString()}");

        Assert.Equal((2, 1), (first.GetProperty("pictures").GetArrayLength(), rest.GetProperty("pictures").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(Wire.Png, await site.Http.GetByteArrayAsync("/api/v1/pictures/job-0/image"));
        Assert.Equal(HttpStatusCode.OK, (await site.Http.GetAsync("/api/v1/pictures/job-0")).StatusCode);
    }

    [Fact]
    public async Task Pages_OfOtherSites_MayReadButNotAsk()
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var reading = await site.Http.SendAsync(new(HttpMethod.Get, "/api/v1/network") { Headers = { { "Origin", "https://elsewhere.example" } } });
        using var asking = await PostAsync(site, """{"prompt": "a red house"}""", ("Origin", "https://elsewhere.example"));

        Assert.Equal(["*"], reading.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.Forbidden, asking.StatusCode);
        Assert.False(asking.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Empty(site.Script.Submitted);
    }

    [Fact]
    public async Task Document_AndPage_NameEveryCall()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var document = await site.Http.GetFromJsonAsync<JsonElement>("/api/openapi.json");
        var page = await site.PageAsync("/api");

        var calls = (from path in document.GetProperty("paths").EnumerateObject()
                     from method in path.Value.EnumerateObject()
                     select $"{method.Name.ToUpperInvariant()} {path.Name}").ToList();
        Assert.Contains("POST /api/v1/requests", calls);
        Assert.Contains("POST /v1/images/generations", calls);
        Assert.All(calls, call => Assert.True(call.Contains("/v1/", StringComparison.Ordinal), call));
        Assert.Equal(calls.Order(), page.QuerySelectorAll(".calls tbody th").Select(cell => cell.TextContent.Trim()).Order());
    }

    private static async Task<HttpResponseMessage> PostAsync(SiteUnderTest site, string body, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return await site.Http.SendAsync(message);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
