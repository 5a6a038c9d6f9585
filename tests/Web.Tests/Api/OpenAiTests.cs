using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Api;

/// <summary>The API that other networks' clients speak, in the shapes that they were seen to send.</summary>
public sealed class OpenAiTests
{
    [Fact]
    public async Task Generation_AsAChatPageAsks_SendsThePicture()
    {
        await using var site = await SiteUnderTest.StartAsync();
        PlayDone(site.Script);

        using var answer = await PostAsync(site, """{"model": "pocket", "prompt": "a red house", "n": 1, "size": "192x128", "response_format": "b64_json"}""", ("Authorization", "Bearer lg_secret"));

        var message = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Wire.Png, message.GetProperty("data")[0].GetProperty("b64_json").GetBytesFromBase64());
        Assert.True(message.GetProperty("created").GetInt64() > 0);
        Assert.False(message.GetProperty("data")[0].TryGetProperty("url", out _));
        var asked = Assert.Single(site.Script.Submitted);
        Assert.Equal(("pocket", 192, 128, 1), (asked.Settings.BundleId, asked.Settings.Width, asked.Settings.Height, asked.Count));
        Assert.All(site.Script.Authorizations, one => Assert.Equal("Bearer lg_secret", one));
    }

    [Fact]
    public async Task Generation_WithOurExtrasAndTheirs_UnderstandsTheOneAndIgnoresTheOther()
    {
        await using var site = await SiteUnderTest.StartAsync();
        PlayDone(site.Script);

        using var answer = await PostAsync(site, """
            {"model": "dall-e-3", "prompt": "a red house", "size": "auto", "quality": "hd", "style": "vivid", "user": "u1", "moderation": "low", "background": "auto", "output_format": "png",
             "negative_prompt": "fog", "seed": 7, "steps": 12, "cfg_scale": 3.5, "sampler": "euler", "response_format": "url"}
            """);

        Assert.StartsWith(site.Http.BaseAddress + "pictures/job-0.png", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
        var asked = Assert.Single(site.Script.Submitted);
        Assert.Equal(("", "fog", 7L, 12, 3.5f, Sampler.Euler, 0), (asked.Settings.BundleId, asked.Settings.NegativePrompt, asked.Seed, asked.Settings.Steps, asked.Settings.Guidance, asked.Settings.Sampler, asked.Settings.Width));
    }

    [Fact]
    public async Task Generation_Streamed_ShowsPreviewsThenThePicture()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        foreach (var step in (int[])[3, 8, 15])
        {
            var job = Wire.Job(JobState.Leased, step: step);
            job.Preview = Google.Protobuf.ByteString.CopyFrom((byte)step);
            site.Script.Views.Enqueue(Wire.Request("a red house", job));
        }
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Rendered, step: 20)));

        using var answer = await PostAsync(site, """{"prompt": "a red house", "stream": true, "partial_images": 2}""");

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(one => one.Contains("data: ", StringComparison.Ordinal))
            .Select(one => JsonSerializer.Deserialize<JsonElement>(one[(one.IndexOf("data: ", StringComparison.Ordinal) + 6)..])).ToList();
        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal([0, 1], events.Take(2).Select(one => one.GetProperty("partial_image_index").GetInt32()));
        Assert.Equal([8, 15], events.Take(2).Select(one => (int)one.GetProperty("b64_json").GetBytesFromBase64()[0]));
        Assert.Equal(Wire.Png, events[2].GetProperty("b64_json").GetBytesFromBase64());
        Assert.Contains(": queue 0\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generation_ThatFails_IsNotTriedAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var failed = Wire.Job(JobState.Failed);
        (failed.Failure, failed.FailureCode) = ("Four workers tried and none could.", "job.attempts_exhausted");
        site.Script.Views.Enqueue(Wire.Request("a red house", failed));

        using var answer = await PostAsync(site, """{"prompt": "a red house"}""");

        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(("server_error", "job.attempts_exhausted", "Four workers tried and none could."), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
        Assert.Equal(["false"], answer.Headers.GetValues("x-should-retry"));
    }

    [Theory]
    [InlineData("""{"prompt": "a", "size": "large"}""", "size.unreadable", "size")]
    [InlineData("""{"prompt": 7}""", "body.unreadable", "prompt")]
    public async Task Generation_OfWhatCannotBe_NamesTheField(string body, string code, string field)
    {
        await using var site = await SiteUnderTest.StartAsync();

        using var answer = await PostAsync(site, body);

        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("invalid_request_error", code, field), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Generation_RepeatedByTheClientItself_AsksOnce()
    {
        await using var site = await SiteUnderTest.StartAsync();
        PlayDone(site.Script);
        foreach (var repeats in (string[])["0", "1", "2", "0"])
            (await PostAsync(site, """{"prompt": "a red house"}""", ("x-stainless-retry-count", repeats))).Dispose();

        var keys = site.Script.Submitted.ConvertAll(asked => asked.RequestKey);
        Assert.Equal([keys[0], keys[0]], keys.Skip(1).Take(2));
        Assert.NotEqual(keys[0], keys[3]);
    }

    [Fact]
    public async Task Models_AreListedAsTheyExpect()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var models = await site.Http.GetFromJsonAsync<JsonElement>("/v1/models");

        Assert.Equal("list", models.GetProperty("object").GetString());
        var model = Assert.Single(models.GetProperty("data").EnumerateArray());
        Assert.Equal(("pocket", "model", "laiongrid"), (model.GetProperty("id").GetString(), model.GetProperty("object").GetString(), model.GetProperty("owned_by").GetString()));
        Assert.Equal(JsonValueKind.Number, model.GetProperty("created").ValueKind);
    }

    private static void PlayDone(Script script)
    {
        script.Pictures.Add(Wire.Picture());
        script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Done, step: 20)));
    }

    private static async Task<HttpResponseMessage> PostAsync(SiteUnderTest site, string body, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return await site.Http.SendAsync(message);
    }
}
