using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Says, here and at the other coordinators, that a worker was paused or let go on.</summary>
internal sealed class PauseSignal
{
    private const string PausedLine = "paused ";
    private const string ResumedLine = "resumed ";

    private readonly ReplicaBus _bus;

    public PauseSignal(ReplicaBus bus)
    {
        _bus = bus;
        bus.Heard += Hear;
    }

    public event Action<WorkerId, bool>? Changed;

    public void Paused(WorkerId worker, bool isPaused)
    {
        Changed?.Invoke(worker, isPaused);
        _bus.Send($"{(isPaused ? PausedLine : ResumedLine)}{worker}");
    }

    private void Hear(string line)
    {
        foreach (var (start, isPaused) in new[] { (PausedLine, true), (ResumedLine, false) })
        {
            if (line.StartsWith(start, StringComparison.Ordinal) && Ids.Read<WorkerId>(line[start.Length..]) is { } worker)
                Changed?.Invoke(worker, isPaused);
        }
    }
}
