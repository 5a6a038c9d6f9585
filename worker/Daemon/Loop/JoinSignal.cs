namespace LaionGrid.Worker.Loop;

/// <summary>Tells that the coordinator has taken in a device of this machine. Safe to call from any thread.</summary>
internal sealed class JoinSignal
{
    public event Action? Joined;

    public void Tell() => Joined?.Invoke();
}
