using System.Threading.Channels;
using LaionGrid.Worker.Audit;
using LaionGrid.Worker.Uplink;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Audit;

public sealed class VisitLoopTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private readonly LogLines _log = new();

    [Fact]
    public async Task Visit_WhenItFails_IsLoggedAndTheNextComes()
    {
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using var loop = new Visits(new() { Text = "key" }, logging.CreateLogger("test"));
        await loop.StartAsync(default);
        await loop.Seen.Reader.ReadAsync();
        await loop.Seen.Reader.ReadAsync();
        await loop.StopAsync(default);

        Assert.Contains("A visit of Visits failed; the next follows in 00:00:00.0010000.", _log.All);
        Assert.True(loop.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Visit_ThatFailsWhileItIsToldToStop_EndsTheLoopWell()
    {
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using var loop = new Visits(new() { Text = "key" }, logging.CreateLogger("test")) { FailsAtTheStop = true };
        await loop.StartAsync(default);
        await loop.Seen.Reader.ReadAsync();
        await loop.StopAsync(default);

        Assert.True(loop.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Visit_BeforeItHasJoined_DoesNothing()
    {
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        using var loop = new Visits(new(), logging.CreateLogger("test"));

        await loop.RunOnceAsync(default);

        Assert.False(loop.Seen.Reader.TryRead(out _));
    }

    public void Dispose() => _log.Dispose();

    private sealed class Visits(WorkerKey key, ILogger logger) : VisitLoop(Soon, Soon, key, TimeProvider.System, logger)
    {
        public Channel<int> Seen { get; } = Channel.CreateUnbounded<int>();

        public bool FailsAtTheStop { get; init; }

        protected override async Task VisitAsync(CancellationToken cancellationToken)
        {
            Assert.True(Seen.Writer.TryWrite(0));
            if (FailsAtTheStop)
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("What nobody foresaw.");
        }
    }
}
