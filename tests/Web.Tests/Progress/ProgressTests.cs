using System.Net;
using System.Text.Json;
using Google.Protobuf;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Progress;

/// <summary>A request's page and its live events.</summary>
public sealed class ProgressTests
{
    /// <summary>Said while the verdict is open, and kept when the visitor asks again.</summary>
    [Fact]
    public async Task Progress_OfARequestForVerifiedPictures_SaysThatTheyAreBeingVerified()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var request = Wire.Request("a red house", Wire.Job(JobState.Rendered));
        request.Verified = true;
        site.Script.Views.Enqueue(request);

        var page = await site.PageAsync("/requests/request-1");
        var form = await site.PageAsync(page.QuerySelector("[data-again]")!.GetAttribute("href")!);

        Assert.Equal("Rendered by northern-lark, being verified.", page.Text("[data-sentence]"));
        Assert.NotNull(form.QuerySelector("details[open] input[name='verified'][checked]"));
        Assert.Null((await site.PageAsync("/")).QuerySelector("input[name='verified'][checked]"));
    }

    [Fact]
    public async Task Progress_WhenQueued_ShowsAFrameOfTheRightShapeAndThePlaceInLine()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var job = Wire.Job(JobState.Queued);
        job.QueuePosition = 2;
        site.Script.Views.Enqueue(Wire.Request("a red house", job));

        var page = await site.PageAsync("/requests/request-1");

        Assert.Equal("a red house", page.Text("h1"));
        Assert.Equal("Third in line.", page.Text(".frame [data-sentence]"));
        Assert.True(page.QuerySelector(".frame")?.ClassList.Contains("r-3-2"));
        Assert.True(page.QuerySelector(".frame img")?.HasAttribute("hidden"));
    }

    [Fact]
    public async Task Progress_WhenRendering_ShowsStepPreviewAndWorker()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var job = Wire.Job(JobState.Leased, step: 7);
        job.Preview = ByteString.CopyFrom(Wire.Png);
        site.Script.Views.Enqueue(Wire.Request("a red house", job));

        var page = await site.PageAsync("/requests/request-1");

        Assert.Equal("northern-lark is rendering, step 7 of 20.", page.Text(".frame [data-sentence]"));
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(Wire.Png), page.QuerySelector(".frame img")?.GetAttribute("src"));
        Assert.Equal(("7", "20"), (page.QuerySelector("progress")?.GetAttribute("value"), page.QuerySelector("progress")?.GetAttribute("max")));
    }

    [Fact]
    public async Task Progress_WhileItRuns_ReloadsWithoutScriptAndCanBeCancelled()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));

        var page = await site.PageAsync("/requests/request-1?key=made-up");

        Assert.Contains("http-equiv=\"refresh\"", page.QuerySelector("head noscript")?.InnerHtml, StringComparison.Ordinal);
        Assert.False(page.QuerySelector("form[action='/requests/request-1/cancel']")?.HasAttribute("hidden"));
        Assert.Equal("made-up", page.QuerySelector("[data-cancel] input[name='key']")?.GetAttribute("value"));
        Assert.Equal("/requests/request-1", page.QuerySelector("[data-key-note] a")?.GetAttribute("href"));
    }

    [Fact]
    public async Task Progress_OfSomebodyElsesRequest_HasNoButtons()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued), Wire.Job(JobState.Failed, index: 1)));

        var page = await site.PageAsync("/requests/request-1");

        Assert.True(page.QuerySelector("[data-cancel]")?.HasAttribute("hidden"));
        Assert.True(page.QuerySelector("[data-retry]")?.HasAttribute("hidden"));
    }

    [Fact]
    public async Task Progress_WhenSomeFailed_CanBeTriedAgainByItsOwner()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var request = Wire.Request("a red house", Wire.Job(JobState.Done), Wire.Job(JobState.Failed, index: 1));
        request.Own = true;
        site.Script.Views.Enqueue(request);

        var page = await site.PageAsync("/requests/request-1");

        Assert.False(page.QuerySelector("form[action='/requests/request-1/retry']")?.HasAttribute("hidden"));
        Assert.True(page.QuerySelector("[data-cancel]")?.HasAttribute("hidden"));
        Assert.Equal("/pictures/job-0", page.QuerySelector(".frame a")?.GetAttribute("href"));
    }

    [Fact]
    public async Task Retry_WhenPosted_CarriesTheKeyAndComesBack()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));

        var answer = await site.PostAsync("/requests/request-1/retry", new() { ["key"] = "made-up" });

        Assert.Equal([("request-1", "made-up")], site.Script.Retried);
        Assert.Equal((HttpStatusCode.SeeOther, "/requests/request-1?key=made-up"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("withdraw")]
    public async Task Deed_OnSomebodyElsesRequest_IsRefusedWithWords(string deed)
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        site.Script.ChangeRefusal = new() { Kind = RefusalKind.NotAllowed, Code = "request.not_yours", Message = "This request is not yours to change." };

        var answer = await site.PostAsync($"/requests/request-1/{deed}", []);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("This request is not yours to change.", (await SiteUnderTest.ReadPageAsync(answer)).Text(".lead"));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("withdraw")]
    public async Task Deed_SentByAnotherSite_IsRefused(string deed)
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.PostAsync($"/requests/request-1/{deed}", new() { ["key"] = "made-up" }, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal((HttpStatusCode.Forbidden, 0), (answer.StatusCode, site.Script.Cancelled.Count + site.Script.Retried.Count + site.Script.Withdrawn.Count));
    }

    [Fact]
    public async Task Progress_WhenTheDeviceIsKnown_SaysWhatKindOfCardItIs()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var job = Wire.Job(JobState.Leased, step: 7);
        job.DeviceName = "NVIDIA GeForce RTX 3060";
        site.Script.Views.Enqueue(Wire.Request("a red house", job));

        Assert.Equal("northern-lark is rendering on an RTX 3060, step 7 of 20.", (await site.PageAsync("/requests/request-1")).Text(".frame [data-sentence]"));
    }

    [Fact]
    public async Task Progress_WhenDone_LinksThePictureAndRestsStill()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Done)));

        var page = await site.PageAsync("/requests/request-1");

        Assert.Equal("/pictures/job-0", page.QuerySelector(".frame a")?.GetAttribute("href"));
        Assert.Equal("/pictures/job-0.png", page.QuerySelector(".frame img")?.GetAttribute("src"));
        Assert.Null(page.QuerySelector("head noscript"));
        Assert.True(page.QuerySelector("[data-cancel]")?.HasAttribute("hidden"));
    }

    [Fact]
    public async Task Progress_WhenUnknown_IsNotFound()
    {
        await using var site = await SiteUnderTest.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/requests/nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/requests/nothing/events")).StatusCode);
    }

    [Fact]
    public async Task Cancel_WhenPosted_CancelsAndComesBack()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Cancelled)));

        var answer = await site.PostAsync("/requests/request-1/cancel", []);

        Assert.Equal([("request-1", "")], site.Script.Cancelled);
        Assert.Equal((HttpStatusCode.SeeOther, "/requests/request-1"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Withdraw_ByWhoeverHasTheKey_TakesItsPicturesOutOfTheOpenDataAndSaysSo()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var asked = Wire.Request("a red house", Wire.Job(JobState.Done));
        asked.OpenData = true;
        site.Script.Views.Enqueue(asked);
        Assert.True((await site.PageAsync("/requests/request-1")).QuerySelector("[data-withdraw]")?.HasAttribute("hidden")); // anybody
        var page = await site.PageAsync("/requests/request-1?key=made-up");
        Assert.False(page.QuerySelector("form[action='/requests/request-1/withdraw']")?.HasAttribute("hidden"));
        Assert.Equal("made-up", page.QuerySelector("[data-withdraw] input[name='key']")?.GetAttribute("value"));
        Assert.Null(page.QuerySelector("[data-said]"));

        var answer = await site.PostAsync("/requests/request-1/withdraw", new() { ["key"] = "made-up" });

        Assert.Equal([("request-1", "made-up")], site.Script.Withdrawn);
        Assert.Equal((HttpStatusCode.SeeOther, "/requests/request-1?key=made-up&said=withdrawn"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.StartsWith("The pictures of this request stay out of the open data", (await site.PageAsync("/requests/request-1?key=made-up&said=withdrawn")).Text("[data-said]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfWhatBecomesNoOpenData_OffersNotToTakeItOut()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Done)));

        var page = await site.PageAsync("/requests/request-1?key=made-up");

        Assert.Null(page.QuerySelector("[data-withdraw]"));
        Assert.StartsWith("This page’s address lets whoever has it cancel the request.", page.Text("[data-key-note]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_UntilTheRequestIsFinal_SendEachViewThenEnd()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var failed = Wire.Job(JobState.Leased, step: 3);
        failed.Preview = ByteString.CopyFrom(Wire.Png);
        site.Script.Views.Enqueue(Wire.Request("a red house", failed));
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Done, step: 20)));

        var answer = await site.Http.GetAsync("/requests/request-1/events");
        var frames = (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, frames.Length);
        Assert.All(frames, frame => Assert.StartsWith("event: request\ndata: {", frame, StringComparison.Ordinal));
        var (first, last) = (DataOf(frames[0]), DataOf(frames[1]));
        Assert.Equal(("leased", 3), (first.Job().GetProperty("state").GetString(), first.Job().GetProperty("step").GetInt32()));
        Assert.StartsWith("data:image/png;base64,", first.Job().GetProperty("preview").GetString(), StringComparison.Ordinal);
        Assert.Equal((false, true), (first.GetProperty("isFinal").GetBoolean(), last.GetProperty("isFinal").GetBoolean()));
        Assert.Equal(("done", "accepted"), (last.Job().GetProperty("state").GetString(), last.Job().GetProperty("verdict").GetString()));
        Assert.Equal(("request-1", 20, 192, 128), (last.GetProperty("requestId").GetString(), last.GetProperty("steps").GetInt32(), last.GetProperty("width").GetInt32(), last.GetProperty("height").GetInt32()));
    }

    [Fact]
    public async Task Events_WhenTheCoordinatorStops_EndSoThatThePageAsksAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        using var reader = await OpenEventsAsync(site);
        Assert.Equal("event: request", await reader.ReadLineAsync());

        var stopping = site.StopCoordinatorAsync(new CancellationToken(canceled: true));

        Assert.DoesNotContain("\"isFinal\":true", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        await stopping;
    }

    [Fact]
    public async Task Events_WhenTheCoordinatorBreaksThemOff_EndInOrder()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        site.Script.Break = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reader = await OpenEventsAsync(site);
        Assert.Equal("event: request", await reader.ReadLineAsync());

        site.Script.Break.SetResult();

        Assert.EndsWith("}\n\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_WhenTheCoordinatorSaysItIsStopping_EndInOrder()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        site.Script.WatchRefusal = Stopping;

        var events = await site.Http.GetStringAsync("/requests/request-1/events");

        Assert.EndsWith("}\n\n", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_WhenTheCoordinatorSaysItIsStopping_SaysSoAndTriesAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.WatchRefusal = Stopping;

        var answer = await site.Http.GetAsync("/requests/request-1");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        Assert.Equal(Stopping.Message, (await SiteUnderTest.ReadPageAsync(answer)).Text(".lead"));
    }

    [Fact]
    public async Task Events_WhileNothingHappens_AreKeptOpenByComments()
    {
        await using var site = await SiteUnderTest.StartAsync(new HurriedTime(TimeSpan.FromSeconds(15)));
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        using var reader = await OpenEventsAsync(site);

        var lines = new List<string>();
        while (lines.LastOrDefault() != ":" && await reader.ReadLineAsync() is { } line)
            lines.Add(line);

        Assert.Equal(":", lines[^1]);
        Assert.StartsWith("event: request|data: {", string.Join('|', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_WhenTheSiteStops_EndAtOnce()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Views.Enqueue(Wire.Request("a red house", Wire.Job(JobState.Queued)));
        using var reader = await OpenEventsAsync(site);

        // Without a limit of its own this would wait for the host's: half a minute, and then a broken connection.
        await site.StopAsync();

        Assert.EndsWith("}\n\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static Refusal Stopping => new() { Kind = RefusalKind.Busy, Code = "coordinator.stopping", Message = "The coordinator is restarting.", RetryAfterMs = 1000 };

    private static async Task<StreamReader> OpenEventsAsync(SiteUnderTest site)
    {
        var answer = await site.Http.GetAsync("/requests/request-1/events", HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    private static JsonElement DataOf(string frame) => JsonDocument.Parse(frame.Split("data: ", 2)[1]).RootElement;
}

internal static class EventData
{
    public static JsonElement Job(this JsonElement view) => view.GetProperty("jobs")[0];
}
