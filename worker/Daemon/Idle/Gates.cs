using LaionGrid.Worker.Identity;

namespace LaionGrid.Worker.Idle;

/// <summary>The gates of all devices of this machine; what is seen or said of the machine counts for each. Safe to call from any thread.</summary>
internal sealed class Gates
{
    private readonly WishFile _wishes;
    private volatile TaskCompletionSource _spoken = NotYet();

    public Gates(IReadOnlyList<DeviceSlot> slots, OwnerRules rules, DataFolder folder, TimeProvider time)
    {
        _wishes = new(folder);
        Rules = rules;
        All = [.. slots.Select(slot => new Gate(slot, rules.For(slot.Label), _wishes, new(folder, $"wish.{slot.FileName}.json"), time))];
        foreach (var spare in All.Where(gate => gate.Slot.IsSpare))
            spare.StandsBy = () => All.Any(other => other != spare && other.Aside is null);
    }

    /// <summary>Never empty, in the order in which the devices were asked for.</summary>
    public IReadOnlyList<Gate> All { get; }

    public OwnerRules Rules { get; }

    /// <summary>As seen last.</summary>
    public MachineState Machine { get; private set; } = new();

    /// <summary>That of the device that may do most.</summary>
    public Decision Decision => All.Select(gate => gate.Decision).MaxBy(decision => decision.IsOpen ? 3 : decision.MayFinish ? 2 : decision.IsOfUse ? 1 : 0)!; // there is a device

    public Gate? Find(string label) => All.FirstOrDefault(gate => gate.Slot.Label == label);

    /// <summary>Ends when the owner says something next.</summary>
    public Task Spoken => _spoken.Task;

    /// <summary>What the owner says by hand from now on. Heard when this returns.</summary>
    /// <param name="device">Label of the one device it is said of; null for the whole machine. Nothing is heard of a device that there is not.</param>
    public void Ask(OwnerWish wish, string? device = null)
    {
        try
        {
            if (device is null)
                _wishes.Write(wish);
            else
                Find(device)?.Ask(wish);
        }
        finally
        {
            Turn(Machine); // also on a full disk
            Interlocked.Exchange(ref _spoken, NotYet()).SetResult();
        }
    }

    /// <summary>Decides anew for each device. What is under way has heard of it when this returns.</summary>
    public void Turn(MachineState machine)
    {
        Machine = machine;
        foreach (var gate in All)
            gate.Turn(machine);
    }

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
