namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>How fast the queue's virtual time went lately. Times are seconds by any clock. Not safe for several threads.</summary>
internal sealed class VirtualPace
{
    /// <summary>Older looks are forgotten.</summary>
    private const double KeptS = 185;

    private readonly Queue<(double AtS, long Tag)> _seen = new();
    private (double AtS, long Tag) _last;

    /// <summary>Notes how far it is; once a minute or oftener.</summary>
    public void Look(double nowS, long virtualTime)
    {
        _last = (nowS, virtualTime);
        _seen.Enqueue(_last);
        while (nowS - _seen.Peek().AtS > KeptS)
            _seen.Dequeue();
    }

    /// <summary>How long it takes to come to this tag; null when it stood still, or went back for a job that came back.</summary>
    public TimeSpan? Until(long tag)
    {
        var pace = _seen.Count < 2 ? 0 : (_last.Tag - _seen.Peek().Tag) / (_last.AtS - _seen.Peek().AtS);
        return pace > 0 ? TimeSpan.FromSeconds(Math.Max(0, tag - _last.Tag) / pace) : null;
    }
}
