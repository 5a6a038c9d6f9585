using System.Threading.Channels;
using LaionGrid.TestKit;
using LaionGrid.Web.Site;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaionGrid.Web.Tests.Site;

/// <summary>What all background loops of the site hold to.</summary>
public sealed class LoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Turn_ThatFails_IsFollowedByTheNext()
    {
        var failures = 0;
        using var loop = new Turning(_ => failures++ == 0 ? throw new InvalidOperationException("What nobody foresaw.") : Task.CompletedTask, new HurriedTime(Turning.Interval));

        await loop.StartAsync(default);
        await loop.TurnsAsync(3);
        await loop.StopAsync(default);

        Assert.False(loop.ExecuteTask!.IsFaulted); // it was started
    }

    [Fact]
    public async Task Turn_ThatFailsWhileTheLoopIsToldToStop_EndsItWell()
    {
        using var loop = new Turning(async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("What nobody foresaw.");
        }, TimeProvider.System);

        await loop.StartAsync(default);
        await loop.TurnsAsync(1);
        await loop.StopAsync(default);

        Assert.False(loop.ExecuteTask!.IsFaulted); // it was started
    }

    [Fact]
    public async Task Turn_AskedForWhileOneGoesOn_ComesAfterIt()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var loop = new Turning(_ => gate.Task, new ManualTime());
        await loop.StartAsync(default);
        await loop.TurnsAsync(1);

        var asked = loop.RunOnceAsync(default);

        Assert.False(loop.Turns.TryRead(out _));
        gate.SetResult();
        await asked.WaitAsync(Patience);
        await loop.TurnsAsync(1);
        await loop.StopAsync(default);
    }

    private sealed class Turning(Func<CancellationToken, Task> turn, TimeProvider time) : Loop(Interval, time, NullLogger.Instance)
    {
        public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

        private readonly Channel<int> _turns = Channel.CreateUnbounded<int>();

        /// <summary>Those that have begun.</summary>
        public ChannelReader<int> Turns => _turns.Reader;

        public async Task TurnsAsync(int count)
        {
            using var patience = new CancellationTokenSource(Patience);
            for (var turns = 0; turns < count; turns++)
                await Turns.ReadAsync(patience.Token);
        }

        protected override Task TurnAsync(CancellationToken cancellationToken)
        {
            _turns.Writer.TryWrite(0);
            return turn(cancellationToken);
        }
    }
}
