namespace LaionGrid.Coordinator.Storage;

/// <summary>
/// Spaces batches of one kind, so that what comes in between shares a transaction: a statement costs far more than a row in it. Each
/// begins at least an interval after the last, and a few times as long as that one took, so that a database that is slow gets
/// fewer and larger ones. Whoever comes after a quiet while waits for nothing. For one caller at a time.
/// </summary>
/// <param name="clock">The machine's own when null: this spares the database, and what the grid's clock says has no part in it.</param>
internal sealed class BatchPace(TimeSpan interval, TimeProvider? clock = null)
{
    private const int Share = 3; // of its time, a kind of batch takes a third at most
    private const int Longest = 5; // intervals

    private readonly TimeSpan _least = interval;
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long? _began;
    private TimeSpan _apart = interval;

    /// <summary>Waits until the next batch is due.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_began is { } began && _apart - _clock.GetElapsedTime(began) is { Ticks: > 0 } early)
            await Task.Delay(early, _clock, cancellationToken);
        _began = _clock.GetTimestamp();
    }

    /// <summary>The batch that began last is written.</summary>
    public void End()
    {
        var rest = _began is { } began ? Share * _clock.GetElapsedTime(began) : _least;
        _apart = rest < _least ? _least : rest > Longest * _least ? Longest * _least : rest;
    }
}
