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
    public async Task Owner_WhoSpeaks_HasTheMachineLookedAtAtOnce()
    {
        var probe = new ScriptedProbe(seesOwner: true);
        using var watch = Watch(probe);
        _gates.Ask(new(WishKind.Pause));
        await watch.StartAsync(default);
        await probe.Begun.Task.WaitAsync(Soon);
        var looks = probe.Looks;

        while (probe.Looks == looks) // the clock stands still
        {
            _gates.Ask(OwnerWish.None);
            await Task.Yield();
        }

        await watch.StopAsync(default);
    }

    [Fact]
    public async Task Source_ThatHangs_CannotTell_AndIsAskedAgainWhenItHasAnswered()
    {
        var source = new SlowInput();
        var input = new ImpatientInput(source, _time);

        var late = await LateAsync(input, source);
        var (still, asked) = (await input.IdleAsync(default), source.Times);
        source.Answer(TimeSpan.FromHours(9));
        TimeSpan? answered;
        while ((answered = await input.IdleAsync(default)) is null)
            await Task.Yield();

        Assert.Equal((null, null, 1, TimeSpan.FromHours(9), 2), (late, still, asked, answered, source.Times));
    }

    [Fact]
    public async Task Source_ThatHangs_HoldsWhatItSaidForAMoment()
    {
        var source = new SlowInput();
        var input = new ImpatientInput(source, _time);
        source.Answer(TimeSpan.FromHours(9));
        await input.IdleAsync(default);
        source.Hang();

        var late = await LateAsync(input, source);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.InRange(late ?? default, TimeSpan.FromHours(9), TimeSpan.FromHours(9) + TimeSpan.FromSeconds(2));
        Assert.Null(await input.IdleAsync(default));
    }

    /// <summary>What it says to a look that the source does not answer.</summary>
    private async Task<TimeSpan?> LateAsync(ImpatientInput input, SlowInput source)
    {
        var look = input.IdleAsync(default).AsTask();
        await source.Asked.WaitAsync(Soon);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        return await look.WaitAsync(Soon);
    }

    private Watch Watch(params IProbe[] probes) => new(_gates, probes, new(), _time, new LoggerFactory([_log]).CreateLogger<Watch>());

    private async Task LookUntilLateAsync(Watch watch, ScriptedProbe hung)
    {
        var look = watch.RunOnceAsync(default);
        await hung.Begun.Task.WaitAsync(Soon);
        _time.Advance(TimeSpan.FromSeconds(1)); // the others begin their look behind it
        await look.WaitAsync(Soon);
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

    private sealed class SlowInput : IInputSource
    {
        private TaskCompletionSource<TimeSpan?> _answer = new();
        private TaskCompletionSource _asked = new();

        public Task Asked => _asked.Task;

        public int Times { get; private set; }

        public void Answer(TimeSpan idle) => _answer.SetResult(idle);

        public void Hang() => (_answer, _asked) = (new(), new());

        public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
        {
            Times++;
            _asked.TrySetResult();
            return await _answer.Task;
        }
    }
}
