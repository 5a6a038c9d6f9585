using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Page;

namespace LaionGrid.Worker.Tests.Page;

/// <summary>Who is let in, what is answered, and what may change something, over real HTTP.</summary>
public sealed class PageHttpTests
{
    [Fact]
    public async Task Link_LetsInOnce_AndItsTicketLeavesTheAddress()
    {
        await using var stage = new PageStage();
        var link = await stage.LinkAsync();
        using var browser = PageStage.Browser(link, follows: false);

        using var entry = await browser.GetAsync(link);
        using var page = await browser.GetAsync("/");

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (entry.StatusCode, entry.Headers.Location?.OriginalString));
        var cookie = Assert.Single(entry.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Query[^20..], cookie, StringComparison.Ordinal);
        Assert.Contains("Waiting for work.", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData("/"), InlineData("/events"), InlineData("/preview.png"), InlineData("/open"), InlineData("/open?ticket=guess"), InlineData("/nowhere")]
    public async Task Stranger_SeesNothingOfTheWorker(string path)
    {
        await using var stage = new PageStage();
        stage.Desk.Preview = [1, 2, 3];
        using var browser = PageStage.Browser(await stage.LinkAsync());

        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("northern-lark", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Others on the machine can see the link while a browser is started with it.</summary>
    [Fact]
    public async Task Link_ThatComesTwice_LocksEverybodyOut()
    {
        await using var stage = new PageStage();
        var link = await stage.LinkAsync();
        using var thief = PageStage.Browser(link);
        using var owner = PageStage.Browser(link);
        (await thief.GetAsync(link)).Dispose();

        using var late = await owner.GetAsync(link);
        using var after = await thief.GetAsync("/");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (late.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Link_ThatIsOld_LetsNobodyIn()
    {
        var time = new ManualTime();
        await using var stage = new PageStage(time);
        var link = await stage.LinkAsync();
        time.Advance(Tickets.GoodFor);
        using var browser = PageStage.Browser(link);

        using var answer = await browser.GetAsync(link);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    /// <summary>A name of somebody's that was bent to this machine, by which their page would be of one origin with this.</summary>
    [Theory, InlineData("evil.example"), InlineData("127.0.0.1.evil.example"), InlineData("evil.example:45085"), InlineData("[::ffff:7f00:1]")]
    public async Task Request_ByAnotherName_IsRefused(string host)
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/site.css") { Headers = { Host = host } };

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory, InlineData(null), InlineData("null"), InlineData("http://evil.example"), InlineData("http://127.0.0.1"), InlineData("https://127.0.0.1:{0}"), InlineData("http://localhost:{0}")]
    public async Task Post_ThatIsNotThePagesOwn_ChangesNothing(string? origin)
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();

        using var answer = await PostAsync(browser, "/pause", origin?.Replace("{0}", $"{browser.BaseAddress!.Port}", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(stage.Desk.Heard);
    }

    [Fact]
    public async Task Get_OfADeed_ChangesNothing()
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();

        using var answer = await browser.GetAsync("/pause");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(stage.Desk.Heard);
    }

    [Theory]
    [InlineData("/pause", "Pause", null), InlineData("/finish", "Finish", null), InlineData("/resume", "None", null), InlineData("/pause?device=cuda%3A1", "Pause", "cuda:1")]
    public async Task Post_OfADeed_IsSaidToTheWorker_AndLeadsBack(string path, string kind, string? device)
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();

        using var answer = await PostAsync(browser, path);

        Assert.Equal((HttpStatusCode.OK, "/"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal((new OwnerWish(Enum.Parse<WishKind>(kind)), device), Assert.Single(stage.Desk.Heard));
    }

    [Fact]
    public async Task Pause_ForAnHour_EndsThen()
    {
        var time = new ManualTime();
        await using var stage = new PageStage(time);
        using var browser = await stage.EnterAsync();

        (await PostAsync(browser, "/pause?for=1h")).Dispose();
        using var never = await PostAsync(browser, "/pause?for=ever");

        Assert.Equal((new OwnerWish(WishKind.Pause, time.GetUtcNow() + TimeSpan.FromHours(1)), null), Assert.Single(stage.Desk.Heard));
        Assert.Equal(HttpStatusCode.BadRequest, never.StatusCode);
    }

    [Fact]
    public async Task Deed_OnAFullDisk_SaysThatItHoldsForNow()
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();
        stage.Desk.Trouble = new IOException("No space left on device");

        using var answer = await PostAsync(browser, "/pause");

        Assert.Contains("only until the worker restarts", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LoadsNothingFromElsewhere_AndHasNoScriptOrStyleInIt()
    {
        await using var stage = new PageStage();
        stage.Desk.Report = StagedDesk.Working;
        using var browser = await stage.EnterAsync();

        using var answer = await browser.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("default-src 'none';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.DoesNotMatch("""(src|href)="(?!/|#)""", page);
        Assert.DoesNotMatch("<script>| style=| on[a-z]+=", page);
        foreach (System.Text.RegularExpressions.Match asset in System.Text.RegularExpressions.Regex.Matches(page, """(?:src|href)="(/assets/[^"]+)"""))
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(asset.Groups[1].Value)).StatusCode);
    }

    [Fact]
    public async Task Page_OfHostileWords_ShowsThemAsWords()
    {
        await using var stage = new PageStage();
        stage.Desk.Report = StagedDesk.Working with
        {
            Doing = "<script>alert(1)</script>", Owner = new("\"><img src=x>", "&amp;", "javascript:alert(1)", ""), Devices = [],
            Verdicts = [StagedDesk.Working.Verdicts[5] with { Reason = "<b onclick='x'>" }],
        };
        using var browser = await stage.EnterAsync();

        var page = await browser.GetStringAsync("/");

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onclick", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("&amp;amp;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_IsThere_OnlyWhenTheOwnerWantsIt()
    {
        await using var stage = new PageStage();
        stage.Desk.Report = StagedDesk.Working;
        using var browser = await stage.EnterAsync();
        using var without = await browser.GetAsync("/preview.png?device=cuda");
        var before = await browser.GetStringAsync("/");

        stage.Desk.Preview = PaintedPng.Of(8, 8, 1);

        Assert.Equal(HttpStatusCode.NotFound, without.StatusCode);
        Assert.DoesNotContain("/preview.png", before, StringComparison.Ordinal);
        Assert.Contains("/preview.png?device=cuda&amp;step=12", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(stage.Desk.Preview, await browser.GetByteArrayAsync("/preview.png?device=cuda"));
    }

    [Fact]
    public async Task Feed_TellsEverythingFirst_ThenWhatChanged()
    {
        var time = new ManualTime();
        await using var stage = new PageStage(time);
        using var browser = await stage.EnterAsync();
        using var feed = new StreamReader(await browser.GetStreamAsync("/events"));

        var all = await NextAsync(feed);
        stage.Desk.Report = StagedDesk.Waiting with { State = "paused", Reasons = ["You paused it."], IsAsked = true };
        time.Advance(TimeSpan.FromSeconds(1));
        var changed = await NextAsync(feed);

        Assert.Contains("figures", all.Keys);
        Assert.Equal(["deeds", "now"], changed.Keys.Order());
        Assert.Contains("You paused it.", changed["now"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_ThatWasLetIn_StaysSo_WhenTheWorkerRestarts()
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();

        await stage.RestartAsync();

        using var answer = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [OnUnixFact]
    public async Task Key_IsReadableByTheOwnerAlone()
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(stage.Folder, "page.key")));
    }

    /// <summary>A copied folder, or a careless chmod.</summary>
    [OnUnixFact]
    public async Task Key_ThatOthersCouldRead_LetsNobodyInAnyMore()
    {
        await using var stage = new PageStage();
        using var browser = await stage.EnterAsync();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(stage.Folder, "page.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await stage.RestartAsync();

        using var answer = await browser.GetAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Port_ThatIsTaken_GivesWayToTheNext_OnThisMachineAlone()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var stage = new PageStage(port: taken);

        var link = await stage.LinkAsync();

        Assert.Equal("127.0.0.1", link.Host);
        Assert.NotEqual(taken, link.Port);
        Assert.Equal(link.Port, (await stage.LinkAsync()).Port);
    }

    /// <summary>Workers of several users, who all open their pages.</summary>
    [Fact]
    public async Task Port_ThatSeveralWantAtOnce_IsOneOfThemsAndTheOthersGetTheNext()
    {
        var stages = Enumerable.Range(0, 8).Select(_ => new PageStage(port: 45_185)).ToList();

        var ports = await Task.WhenAll(stages.Select(stage => Task.Factory.StartNew(async () => (await stage.LinkAsync()).Port, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Distinct(ports);
        foreach (var stage in stages)
            await stage.DisposeAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string? origin = "own")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (origin is not null)
            request.Headers.Add("Origin", origin == "own" ? browser.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        return await browser.SendAsync(request);
    }

    private static async Task<Dictionary<string, string>> NextAsync(StreamReader feed)
    {
        while (await feed.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonSerializer.Deserialize<Dictionary<string, string>>(line[6..])!;
        }
        throw new EndOfStreamException();
    }
}
