namespace LaionGrid.Benchmarks.Simulation;

/// <summary>How fast the virtual time went over the last three minutes, looked at once a minute.</summary>
internal sealed class VirtualPace
{
    private const int Minutes = 3;

    private readonly Queue<long> _seen = new();
    private long _last;

    public void Minute(long virtualTime)
    {
        _last = virtualTime;
        _seen.Enqueue(virtualTime);
        if (_seen.Count > Minutes + 1)
            _seen.Dequeue();
    }

    /// <summary>Null when it stood still, or went back for a job that came back.</summary>
    public TimeSpan? Until(long tag)
    {
        var pace = _seen.Count < 2 ? 0 : (_last - _seen.Peek()) / (60.0 * (_seen.Count - 1));
        return pace > 0 ? TimeSpan.FromSeconds(Math.Max(0, tag - _last) / pace) : null;
    }
}
