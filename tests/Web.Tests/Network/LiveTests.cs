using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using LaionGrid.Web.Network;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Network;

/// <summary>The one feed of all live pages.</summary>
public sealed class LiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Feed_TellsEveryWatcherTheSame()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture("a red house"));

        var news = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FirstAsync(site)));

        Assert.Single(news.Distinct());
        using var one = JsonDocument.Parse(news[0]);
        Assert.Equal("3", one.RootElement.GetProperty("numbers").GetProperty(LiveNumbers.Workers).GetString());
        Assert.Equal("/pictures/job-0", one.RootElement.GetProperty("pictures")[0].GetProperty("page").GetString());
    }

    [Fact]
    public async Task Watcher_WhoLeaves_IsForgotten()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var feed = site.Services.GetRequiredService<LiveFeed>();
        await FirstAsync(site);

        await Until(() => feed.Watchers == 0);
    }

    [Fact]
    public async Task Watchers_BeyondTheBound_AreTurnedAwayKindly()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var feed = site.Services.GetRequiredService<LiveFeed>();
        for (var index = 0; index < LiveFeed.MostWatchers; index++)
            Assert.NotNull(feed.Join());

        using var answer = await site.Http.SendAsync(new(HttpMethod.Get, "/live") { Headers = { { "Accept", "application/json" } } });

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("live.too_many", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watcher_WhoReadsSlowly_MissesSomeButNotTheNewest()
    {
        await using var site = await SiteUnderTest.StartAsync(new HurriedTime(LiveFeed.Interval));
        var feed = site.Services.GetRequiredService<LiveFeed>();
        var slow = feed.Join()!;
        foreach (var workers in (int[])[4, 5])
        {
            site.Script.Network.WorkersOnline = workers;
            var watcher = feed.Join()!;
            await HearAsync(watcher, workers);
            feed.Leave(watcher);
        }

        await Until(() => slow.Reader.TryPeek(out var told) && Says(told, 5)); // each watcher is told in its turn
        Assert.True(slow.Reader.TryRead(out _));
        Assert.False(slow.Reader.TryRead(out _));
    }

    private static async Task<string> FirstAsync(SiteUnderTest site)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await site.Http.GetStreamAsync("/live", patience.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        throw new InvalidOperationException("The feed ended before it told anything.");
    }

    private static async Task HearAsync(Channel<byte[]> watcher, int workers)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Says(await watcher.Reader.ReadAsync(patience.Token), workers))
        {
        }
    }

    private static bool Says(byte[] frame, int workers) => Encoding.UTF8.GetString(frame).Contains($"\"workers\":\"{workers}\"", StringComparison.Ordinal);

    private static async Task Until(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isTrue())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
