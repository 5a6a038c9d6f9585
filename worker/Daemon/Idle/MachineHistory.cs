namespace LaionGrid.Worker.Idle;

/// <summary>
/// What the machine looked like over the last hour. A look that is taken anyway is kept every ten seconds; nothing is looked at for this. Safe to call from any thread.
/// </summary>
internal sealed class MachineHistory(TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(1);
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Ring<PastLook> _looks = new((int)(Length / Every));
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>Of the last hour, oldest first. The clock may have been set meanwhile: what then seems to be of the future is left out.</summary>
    public IReadOnlyList<PastLook> Looks
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_lock)
                return [.. _looks.Items.Where(look => look.At <= now && now - look.At <= Length)];
        }
    }

    public void Add(MachineState machine)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (now - _last < Every && now >= _last)
                return;
            _looks.Add(new(now, machine));
            _last = now;
        }
    }
}

internal readonly record struct PastLook(DateTimeOffset At, MachineState Machine);
