using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Idle;
using Microsoft.Extensions.Logging;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>Looks that fail or hang.</summary>
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();
    private readonly Gates _gates;

    public WatchTests()
    {
        _data = DataFolder.Take(_folder["worker"]).Folder ?? throw new InvalidOperationException("The folder is taken.");
        _gates = new([new("cpu")], new(), _data, _time);
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Look_ThatHangs_IsBlind_AndTheOthersLook()
    {
        var (hung, other) = (new ScriptedProbe(seesOwner: true), new ScriptedProbe(seesOwner: false));
        using var watch = Watch(hung, other);
        var answer = hung.Hang();

        await LookUntilLateAsync(watch, hung);
        Assert.Equal((true, 1), (_gates.All[0].Decision.Has(PauseKind.InputUnknown), other.Looks));
        await watch.RunOnceAsync(default); // does not wait, nor ask a second time
        Assert.Equal((true, 1, 2), (_gates.All[0].Decision.Has(PauseKind.InputUnknown), hung.Looks, other.Looks));
        answer.SetResult(new());
        await hung.Ended;
        await watch.RunOnceAsync(default);

        Assert.True(_gates.All[0].Decision.IsOpen);
        Assert.Single(_log.All, line => line.Contains("takes too long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_ThatFails_IsBlindForWhatItSees()
    {
        var (owner, card) = (new ScriptedProbe(seesOwner: true), new ScriptedProbe(seesOwner: false));
        using var watch = Watch(owner, card);

        card.Fails = true;
        await watch.RunOnceAsync(default);
        Assert.True(_gates.All[0].Decision.IsOpen);
        (card.Fails, owner.Fails) = (false, true);
        await watch.RunOnceAsync(default);

        Assert.True(_gates.All[0].Decision.Has(PauseKind.InputUnknown));
    }

    [Fact]
    public async Task Source_ThatHangs_CannotTell_AndIsAskedAgainWhenItHasAnswered()
    {
        var source = new HungInput();
        var input = new ImpatientInput(source, _time);

        var first = input.IdleAsync(default).AsTask();
        await source.Asked.Task.WaitAsync(Soon);
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var (second, asked) = (await input.IdleAsync(default), source.Times);
        source.Answer.SetResult(TimeSpan.FromHours(9));
        TimeSpan? third = null;
        while ((third = await input.IdleAsync(default)) is null)
            await Task.Yield();

        Assert.Equal((null, null, 1, TimeSpan.FromHours(9), 2), (await first, second, asked, third, source.Times));
    }

    private Watch Watch(params IProbe[] probes) => new(_gates, probes, new(), _time, new LoggerFactory([_log]).CreateLogger<Watch>());

    private async Task LookUntilLateAsync(Watch watch, ScriptedProbe hung)
    {
        var look = watch.RunOnceAsync(default);
        await hung.Begun.Task.WaitAsync(Soon);
        while (!look.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await look;
    }

    private sealed class ScriptedProbe(bool seesOwner) : IProbe
    {
        private Task<MachineState>? _hanging;

        public bool Fails { get; set; }

        public int Looks { get; private set; }

        public TaskCompletionSource Begun { get; } = new();

        public Task Ended => _hanging ?? Task.CompletedTask;

        public TimeSpan Every => TimeSpan.Zero;

        public bool SeesOwner => seesOwner;

        public TaskCompletionSource<MachineState> Hang()
        {
            var answer = new TaskCompletionSource<MachineState>();
            _hanging = answer.Task;
            return answer;
        }

        public async ValueTask<MachineState> LookAsync(MachineState known, CancellationToken cancellationToken)
        {
            Looks++;
            Begun.TrySetResult();
            if (Fails)
                throw new IOException("It cannot look.");
            return await (_hanging ?? Task.FromResult(known));
        }
    }

    private sealed class HungInput : IInputSource
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource<TimeSpan?> Answer { get; } = new();

        public int Times { get; private set; }

        public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
        {
            Times++;
            Asked.TrySetResult();
            return await Answer.Task;
        }
    }
}
