using LaionGrid.Coordinator.Edge;
using LaionGrid.TestKit;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Coordinator.Tests.Edge;

public sealed class LoopTests
{
    /// <summary>What a turn asks may be broken off in any way: a connection, a disk, another part that is stopped.</summary>
    [Fact]
    public async Task Turn_ThatFailsBecauseItIsToldToStop_IsNoError()
    {
        using var errors = new ErrorLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(errors));
        using var loop = new Broken(logging.CreateLogger("test"));
        await loop.StartAsync(default);
        await loop.Begun.Task;

        await loop.StopAsync(default);

        Assert.True(loop.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(errors.Lines);
    }

    private sealed class Broken(ILogger logger) : Loop(TimeProvider.System, logger)
    {
        public TaskCompletionSource Begun { get; } = new();

        public override async Task RunOnceAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("It was broken off.");
        }

        protected override Task WaitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
