namespace LaionGrid.Worker.Idle;

/// <summary>
/// Stands between the grid and one device: open or closed, with its reasons. One at a time goes through; anybody may turn it, look at it
/// and hear it close. Safe to call from any thread.
/// </summary>
/// <param name="machineWishes">What the owner says of the whole machine.</param>
/// <param name="wishes">What the owner says of this device.</param>
internal sealed class Gate(DeviceSlot slot, OwnerRules rules, WishFile machineWishes, WishFile wishes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Passage? _passage;
    private volatile SetAside? _aside;

    public DeviceSlot Slot => slot;

    public OwnerRules Rules => rules;

    /// <summary>What it does now.</summary>
    public Activity Activity { get; } = new();

    /// <summary>Decides whether others are to be used instead; null when it is as good as they.</summary>
    public Func<bool>? StandsBy { get; set; }

    /// <summary>As decided last; closed until the machine was looked at.</summary>
    public Decision Decision { get; private set; } = new([new(PauseKind.Asked, "It has not looked at the machine yet.", DateTimeOffset.MinValue)]);

    /// <summary>As seen last.</summary>
    public MachineState Machine { get; private set; } = new();

    /// <summary>Null while it does.</summary>
    public SetAside? Aside => _aside;

    /// <summary>Heard when the device is to be left at once, behind the passage's own word. Must not wait.</summary>
    public event Action? MustGo;

    /// <summary>What the owner says of this device from now on; what says anything but pause has it tried again, too. Heard when this returns.</summary>
    public void Ask(OwnerWish wish)
    {
        try
        {
            if (wish.Kind != WishKind.Pause)
                _aside = null;
            wishes.Write(wish);
        }
        finally
        {
            Turn(Machine); // also on a full disk
        }
    }

    /// <summary>Uses it no more for a while: it does not do. Heard when this returns.</summary>
    public void SetAside(SetAside aside)
    {
        _aside = aside;
        Turn(Machine);
    }

    /// <summary>Decides anew. What is under way has heard of it when this returns.</summary>
    public void Turn(MachineState machine)
    {
        var (decision, left, changed) = Decide(machine);
        if (!decision.IsOpen)
            left?.TakesNoMore.Cancel();
        if (!decision.MayFinish)
        {
            left?.MustGo.Cancel();
            Leave(left);
        }
        changed.SetResult();
    }

    /// <summary>Unless the gate was opened again meanwhile, and somebody has gone through: what they have begun is not meant.</summary>
    private void Leave(Passage? left)
    {
        lock (_lock)
        {
            if (_passage == left)
                MustGo?.Invoke();
        }
    }

    /// <summary>Waits until the gate is open. The passage before is over then.</summary>
    public async Task<Passage> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Decision.IsOpen)
                    return _passage = new();
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>With the passage that has to hear of it, if any, and who waits for a change.</summary>
    private (Decision Decision, Passage? Passage, TaskCompletionSource Changed) Decide(MachineState machine)
    {
        lock (_lock)
        {
            var (now, changed) = (time.GetLocalNow(), _changed);
            var decision = GatePolicy.Decide(machine.SeenFrom(slot), now, rules, machineWishes.Read(now).And(wishes.Read(now)), Decision);
            (Machine, Decision, _changed) = (machine, new([.. decision.Reasons, .. Unfit(now)]), new(TaskCreationOptions.RunContinuationsAsynchronously));
            return (Decision, _passage, changed);
        }
    }

    private IEnumerable<PauseReason> Unfit(DateTimeOffset now)
    {
        if (_aside?.Until <= now)
            _aside = null;
        if (_aside is { } aside)
            yield return new(PauseKind.SetAside, $"{aside.Why} It is tried again at {aside.Until:HH:mm}, or when you say \"laiongrid-worker resume --device {slot.Label}\".", DateTimeOffset.MinValue);
        else if (StandsBy?.Invoke() == true)
            yield return new(PauseKind.Spare, "It stands by for when no card can render.", DateTimeOffset.MinValue);
    }
}

/// <summary>One time that the gate is open.</summary>
internal sealed class Passage
{
    /// <summary>Cancelled when nothing new is to be begun. Neither has a timer, so there is nothing to dispose of.</summary>
    public CancellationTokenSource TakesNoMore { get; } = new();

    /// <summary>Cancelled when the device is to be left at once.</summary>
    public CancellationTokenSource MustGo { get; } = new();
}
