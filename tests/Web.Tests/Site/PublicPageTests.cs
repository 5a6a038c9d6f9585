using System.IO.Compression;
using System.Net;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Site;

/// <summary>Pages that are the same for everybody, so that they can be kept and shared.</summary>
public sealed class PublicPageTests
{
    /// <summary>What HTML, style and script of any page may weigh, compressed.</summary>
    private const int MostBytes = 60_000;

    public static TheoryData<string> All => PublicPages.All;

    public static TheoryData<string> AllAndHome => [.. PublicPages.Paths, "/volunteer", "/nowhere"];

    [Theory, MemberData(nameof(All))]
    public async Task PublicPage_Headers_AreThese(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        PublicPages.Stage(site.Script);

        var answer = await site.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string[] names = [.. answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).Except(["Date", "Age"]).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["Cache-Control", "Content-Length", "Content-Security-Policy", "Content-Type", "Cross-Origin-Opener-Policy", "ETag", "Permissions-Policy", "Referrer-Policy", "Vary", "X-Content-Type-Options"],
            names);
        Assert.True(answer.Headers.CacheControl is { Public: true, MaxAge.TotalSeconds: 0, SharedMaxAge.TotalSeconds: >= 5 and <= 60 }, $"{answer.Headers.CacheControl}");
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory, MemberData(nameof(All))]
    public async Task PublicPage_ForAVisitorWithCookieAndKey_IsTheOneThatIsKept(string path)
    {
        await using var site = await SiteUnderTest.StartAsync(TimeProvider.System, LastingStore.Put);
        PublicPages.Stage(site.Script);
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", "session=secret" }, { "Authorization", "Bearer lg_secret" } } };

        var stranger = await site.Http.GetAsync(path);
        var visitor = await site.Http.SendAsync(known);

        Assert.NotNull(visitor.Headers.Age); // it came from what is kept
        Assert.Equal(await stranger.Content.ReadAsByteArrayAsync(), await visitor.Content.ReadAsByteArrayAsync());
        Assert.Equal(stranger.Headers.ETag, visitor.Headers.ETag);
    }

    /// <summary>Behind a proxy that speaks https for the site, as web/README.md sets one up.</summary>
    [Theory]
    [InlineData("https", "max-age=31536000")]
    [InlineData("http", null)]
    public async Task Answer_OverHttps_KeepsTheBrowserToIt(string scheme, string? expected)
    {
        await using var site = await SiteUnderTest.StartAsync("--FORWARDEDHEADERS_ENABLED", "true");

        var answer = await site.Http.SendAsync(new(HttpMethod.Get, "/help") { Headers = { { "X-Forwarded-Proto", scheme } } });

        Assert.Equal(expected, answer.Headers.TryGetValues("Strict-Transport-Security", out var said) ? said.Single() : null);
    }

    [Fact]
    public async Task PublicPage_ThatTheBrowserHas_IsNotSentAgain()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var tag = (await site.Http.GetAsync("/leaderboard")).Headers.ETag!;

        var again = await site.Http.SendAsync(new(HttpMethod.Get, "/leaderboard") { Headers = { IfNoneMatch = { tag } } });

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Theory, MemberData(nameof(All))]
    public async Task PublicPage_IsKeptHere_AsLongAsItSays(string path)
    {
        var store = new NotingStore();
        await using var site = await SiteUnderTest.StartAsync(TimeProvider.System, services => services.AddSingleton<IOutputCacheStore>(store));
        PublicPages.Stage(site.Script);

        var answer = await site.Http.GetAsync(path);

        Assert.Equal(answer.Headers.CacheControl?.SharedMaxAge, await store.Kept.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task PublicPage_OnceEvicted_IsMadeAnew()
    {
        await using var site = await SiteUnderTest.StartAsync(TimeProvider.System, LastingStore.Put);
        site.Script.Pictures.Add(Wire.Picture("a red house"));
        await site.Http.GetAsync("/pictures");
        site.Script.Pictures.Clear();

        var kept = await site.PageAsync("/pictures");
        await site.Services.GetRequiredService<PublicCache>().EvictAsync(PublicCache.Everything, default);
        var anew = await site.PageAsync("/pictures");

        Assert.Single(kept.QuerySelectorAll(".wall img"));
        Assert.Empty(anew.QuerySelectorAll(".wall img"));
    }

    [Fact]
    public async Task PublicPage_WithAnotherQuery_IsAnother()
    {
        await using var site = await SiteUnderTest.StartAsync();
        await site.Http.GetAsync("/leaderboard?period=day");

        var month = await site.PageAsync("/leaderboard?period=month");

        Assert.EndsWith("period=month", month.QuerySelector(".periods a[aria-current]")?.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicPage_WhoseFirstVisitorLeft_ComesForTheOthers()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.BoardGate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = new CancellationTokenSource();
        var first = site.Http.GetAsync("/leaderboard", leaving.Token);
        await site.Script.BoardAsked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var second = site.Http.GetAsync("/leaderboard");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        site.Script.BoardGate.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await second.WaitAsync(TimeSpan.FromSeconds(20))).StatusCode);
    }

    [Fact]
    public async Task Refusal_AtAPublicAddress_IsNotKept()
    {
        await using var site = await SiteUnderTest.StartAsync();

        var answer = await site.Http.GetAsync("/leaderboard?period=fortnight");
        var again = await site.Http.GetAsync("/leaderboard?period=fortnight");

        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Null(again.Headers.Age);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task PublicPage_Compressed_HoldsTheSame(string encoding)
    {
        await using var site = await SiteUnderTest.StartAsync();
        PublicPages.Stage(site.Script);
        var plain = await site.Http.GetByteArrayAsync("/network");

        foreach (var _ in (int[])[1, 2]) // fresh, then kept
        {
            using var answer = await site.Http.SendAsync(new(HttpMethod.Get, "/network") { Headers = { { "Accept-Encoding", encoding } } });
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.Equal(plain, await UnpackAsync(await answer.Content.ReadAsByteArrayAsync(), encoding));
        }
    }

    [Theory, MemberData(nameof(AllAndHome))]
    public async Task Page_WithItsStylesAndScripts_WeighsLittle(string path)
    {
        await using var site = await SiteUnderTest.StartAsync();
        PublicPages.Stage(site.Script);
        var page = await SiteUnderTest.ReadPageOrNothingAsync(await site.Http.GetAsync(path));
        var parts = page?.QuerySelectorAll("script[src], link[rel=stylesheet]").Select(one => one.GetAttribute("src") ?? one.GetAttribute("href")) ?? [];

        var bytes = 0;
        foreach (var part in parts.Prepend(path))
        {
            using var answer = await site.Http.SendAsync(new(HttpMethod.Get, part) { Headers = { { "Accept-Encoding", "br" } } });
            bytes += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(bytes, 1, MostBytes);
    }

    private static async Task<byte[]> UnpackAsync(byte[] content, string encoding)
    {
        using var packed = new MemoryStream(content);
        await using Stream stream = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await stream.CopyToAsync(unpacked);
        return unpacked.ToArray();
    }

    /// <summary>Keeps until it is told otherwise: between two visits a busy machine may take longer than a page is kept.</summary>
    private sealed class LastingStore(IOutputCacheStore store) : IOutputCacheStore
    {
        public static void Put(IServiceCollection services)
        {
            var usual = services.Last(service => service.ServiceType == typeof(IOutputCacheStore)).ImplementationFactory!; // that is how it is registered
            services.AddSingleton<IOutputCacheStore>(provider => new LastingStore((IOutputCacheStore)usual(provider)));
        }

        public ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken) => store.EvictByTagAsync(tag, cancellationToken);

        public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => store.GetAsync(key, cancellationToken);

        public ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken) => store.SetAsync(key, value, tags, TimeSpan.FromHours(1), cancellationToken);
    }

    /// <summary>Notes for how long the one answer is to be kept, and keeps none.</summary>
    private sealed class NotingStore : IOutputCacheStore
    {
        private readonly TaskCompletionSource<TimeSpan> _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Comes after the answer was sent.</summary>
        public Task<TimeSpan> Kept => _kept.Task;

        public ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => default;

        public ValueTask SetAsync(string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
        {
            _kept.SetResult(validFor);
            return ValueTask.CompletedTask;
        }
    }
}
