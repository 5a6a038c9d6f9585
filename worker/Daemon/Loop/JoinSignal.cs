namespace LaionGrid.Worker.Loop;

/// <summary>Tells that the coordinator has taken in a device of this machine. Safe to call from any thread.</summary>
internal sealed class JoinSignal
{
    private volatile bool _hasJoined;

    public event Action? Joined;

    /// <summary>For whoever comes to listen late.</summary>
    public bool HasJoined => _hasJoined;

    public void Tell()
    {
        _hasJoined = true;
        Joined?.Invoke();
    }
}
