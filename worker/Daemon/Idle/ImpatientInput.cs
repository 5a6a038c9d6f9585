namespace LaionGrid.Worker.Idle;

/// <summary>A source that may hang, as a display server does that is stopped: it then cannot tell, and is asked again when it has answered at last.</summary>
internal sealed class ImpatientInput(IInputSource source, TimeProvider time) : IInputSource
{
    /// <summary>Less than a whole look may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.1);

    private Task<TimeSpan?>? _asked;

    public async ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken)
    {
        if (_asked is { IsCompleted: false })
            return null;
        _asked = Task.Run(() => source.IdleAsync(cancellationToken).AsTask(), cancellationToken); // it blocks its thread
        try
        {
            return await _asked.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
