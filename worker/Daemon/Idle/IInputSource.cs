namespace LaionGrid.Worker.Idle;

/// <summary>One way to learn when somebody last touched this machine.</summary>
internal interface IInputSource
{
    /// <summary>Null when it cannot tell.</summary>
    ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken);
}
