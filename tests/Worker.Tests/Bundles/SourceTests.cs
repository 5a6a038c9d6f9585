using System.Security.Cryptography;
using LaionGrid.Worker.Bundles;

namespace LaionGrid.Worker.Tests.Bundles;

public sealed class SourceTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly DownloadOptions Usual = new();

    private readonly BundleScene _scene = new();

    [Fact]
    public void Choose_AmongSources_TakesTheLeastBusyThatIsReady()
    {
        SourceState[] sources = [new() { Users = 2 }, new() { Users = 1 }, new() { Users = 1 }, new() { Aside = "It lies." }, new() { NotBefore = Now.AddSeconds(1) }];

        Assert.Equal((1, null), SourcePolicy.Choose(sources, Now));
        Assert.Equal((null, TimeSpan.FromSeconds(1)), SourcePolicy.Choose(sources[3..], Now));
        Assert.Equal((null, null), SourcePolicy.Choose(sources[3..4], Now));
    }

    [Fact]
    public void AfterFault_AgainAndAgain_RestsLongerUntilABytesComes()
    {
        var (source, now) = (new SourceState(), Now);
        List<double> rests = [];
        for (var times = 0; times < 10; times++)
        {
            source = SourcePolicy.AfterFault(source, hasBrought: false, now, Usual);
            Assert.Equal(source, SourcePolicy.AfterFault(source, hasBrought: false, now, Usual)); // another chunk of the same outage
            rests.Add((source.NotBefore - now).TotalSeconds);
            now = source.NotBefore;
        }

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30], rests.Select(rest => Math.Round(rest, 3)));
        Assert.Equal(1, SourcePolicy.AfterFault(source, hasBrought: true, now, Usual).FaultsInARow);
    }

    [Theory, InlineData("https://mirror.example/pocket", true), InlineData("http://127.0.0.1:80/", true), InlineData("http://192.168.0.1/", false), InlineData("file:///etc/", false), InlineData("mirror", false)]
    public void Of_AnAddressThatTheGridNames_IsOnlyASourceWhenItHarmsNobody(string address, bool isSource)
    {
        using var http = new HttpClient();

        Assert.Equal(isSource, HttpSource.Of(http, address) is not null);
    }

    [Fact]
    public async Task Prepare_WhenASourceLies_SetsItAsideAndTakesTheOther()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        _scene.Options = _scene.Options with { Lanes = 4 };
        await using var liar = new CuttingServer(new byte[content.Length], seed: 1, cuts: 0);
        using var store = _scene.Store();
        var manifest = BundleScene.Manifest(content, chunkBytes: 2048, sources: $"\"{liar.Address}\"");

        var ready = Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(manifest, new FakeSource(content), default));

        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(ready.Folder, "unet", "model.onnx")));
        Assert.Single(_scene.Log.All, line => line.StartsWith("Nothing more is fetched from 127.0.0.1", StringComparison.Ordinal) && line.Contains("wrong hash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prepare_WhenASourceHasGone_TakesAllFromTheOther()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        using var store = _scene.Store();
        var coordinator = new FakeSource(content);

        Assert.IsType<BundleOutcome.Ready>(await store.PrepareAsync(BundleScene.Manifest(content, chunkBytes: 2048, sources: "\"http://127.0.0.1:9/\""), coordinator, default));

        Assert.Equal(content.Length, coordinator.Asked.Sum(run => run.Bytes));
    }

    /// <summary>Fifty broken connections, half of them with a restart of the worker, and a byte spoilt on the way: of what had come, less than a hundredth comes again.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Prepare_UnderFiftyCutsAndAFlippedByte_IsSentNoMoreThanAHundredthAgain(int seed)
    {
        var content = RandomNumberGenerator.GetBytes(24 * 1024 * 1024);
        await using var server = new CuttingServer(content, seed, cuts: 50, flipAt: 7_000_000);
        var manifest = BundleScene.Manifest(content, chunkBytes: 64 * 1024);
        using var http = new HttpClient();
        var (kept, random, outcome) = (0L, new Random(seed), (BundleOutcome?)null);
        _scene.Options = _scene.Options with { Lanes = 4 };
        while (outcome is not BundleOutcome.Ready)
        {
            using var killed = new CancellationTokenSource();
            var until = kept + random.NextInt64(2 * content.Length / 25);
            using var store = _scene.Store();
            try
            {
                outcome = await store.PrepareAsync(manifest, new CountingSource(HttpSource.Of(http, server.Address)!, Count), killed.Token);
            }
            catch (OperationCanceledException) when (killed.IsCancellationRequested)
            {
                // The next round is the restarted worker.
            }

            void Count(int bytes)
            {
                if (Interlocked.Add(ref kept, bytes) > until && until < content.Length)
                    killed.Cancel();
            }
        }

        Assert.Equal(content, await File.ReadAllBytesAsync(_scene.PathOf("small/unet/model.onnx")));
        Assert.Equal(0, server.CutsLeft);
        Assert.InRange(kept - content.Length, 0, content.Length / 100);
    }

    public void Dispose() => _scene.Dispose();

    /// <summary>Counts what arrives.</summary>
    private sealed class CountingSource(IBundleSource inner, Action<int> count) : IBundleSource
    {
        public string Name => inner.Name;

        public Task<SourceFault?> ReadAsync(BundleFile file, long offset, long bytes, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken) => inner.ReadAsync(file, offset, bytes, async piece =>
        {
            await keep(piece);
            count(piece.Length);
        }, cancellationToken);
    }
}
