namespace LaionGrid.Worker.Idle;

/// <summary>
/// Stands between the grid and the machine: open or closed, with its reasons. One at a time goes through; anybody may turn it, look at it
/// and hear it close. Safe to call from any thread.
/// </summary>
internal sealed class Gate(OwnerRules rules, WishFile wishes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Passage? _passage;

    /// <summary>As decided last; closed until the machine was looked at.</summary>
    public Decision Decision { get; private set; } = new([new(PauseKind.Asked, "It has not looked at the machine yet.", DateTimeOffset.MinValue)]);

    /// <summary>As seen last.</summary>
    public MachineState Machine { get; private set; } = new();

    /// <summary>Heard when the machine is to be left at once, behind the passage's own word. Must not wait.</summary>
    public event Action? MustGo;

    public OwnerRules Rules => rules;

    /// <summary>What the owner says by hand from now on. Heard when this returns.</summary>
    public void Ask(OwnerWish wish)
    {
        try
        {
            wishes.Write(wish);
        }
        finally
        {
            Turn(Machine); // also on a full disk
        }
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
            MustGo?.Invoke();
        }
        changed.SetResult();
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
            (Machine, Decision, _changed) = (machine, GatePolicy.Decide(machine, now, rules, wishes.Read(now), Decision), new(TaskCreationOptions.RunContinuationsAsynchronously));
            return (Decision, _passage, changed);
        }
    }
}

/// <summary>One time that the gate is open.</summary>
internal sealed class Passage
{
    /// <summary>Cancelled when nothing new is to be begun. Neither has a timer, so there is nothing to dispose of.</summary>
    public CancellationTokenSource TakesNoMore { get; } = new();

    /// <summary>Cancelled when the machine is to be left at once.</summary>
    public CancellationTokenSource MustGo { get; } = new();
}
