namespace LaionGrid.Worker.Idle;

/// <summary>
/// A source that may hang, as a display server does that was stopped. What it said last holds for a moment, so that a busy machine does not look like a hung
/// one; then it cannot tell, until it has answered at last.
/// </summary>
/// <param name="blocks">It keeps its thread while it is asked, and so needs one of its own.</param>
internal sealed class ImpatientInput(IInputSource source, TimeProvider time, bool blocks = false) : IInputSource
{
    /// <summary>Other sources wait as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.1);

    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(2);

    private Task<TimeSpan?>? _asked;
    private (long At, TimeSpan? Idle)? _said;

    public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (_asked is { IsCompleted: false })
            return Last();
        _asked = blocks ? Task.Run(() => source.IdleAsync(cancellationToken).AsTask(), cancellationToken) : source.IdleAsync(cancellationToken).AsTask();
        try
        {
            var idle = await _asked.WaitAsync(Patience, time, cancellationToken);
            _said = (time.GetTimestamp(), idle);
            return idle;
        }
        catch (TimeoutException)
        {
            return Last();
        }
    }

    private TimeSpan? Last() => _said is { } said && time.GetElapsedTime(said.At) is var since && since < Holds ? said.Idle + since : null;
}
