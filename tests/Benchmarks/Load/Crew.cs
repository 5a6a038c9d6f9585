namespace LaionGrid.Benchmarks.Load;

/// <summary>Workers at work, from their making until they have left.</summary>
internal sealed class Crew : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _volunteersLeave = new();
    private readonly CancellationTokenSource _refereesLeave = new();
    private readonly CancellationTokenSource _drop;
    private readonly LoadDatabase _database;
    private readonly Task _volunteers;
    private readonly Task _referees;

    public Crew(IReadOnlyList<LoadWorker> volunteers, IReadOnlyList<LoadWorker> referees, Tally tally, LoadDatabase database, CancellationToken cancellationToken)
    {
        _database = database;
        _drop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _volunteers = Task.WhenAll(volunteers.Select(worker => worker.RunAsync(tally, _volunteersLeave.Token, _drop.Token)));
        _referees = Task.WhenAll(referees.Select(worker => worker.RunAsync(tally, _refereesLeave.Token, _drop.Token)));
    }

    /// <summary>A worker that fails otherwise than by a refusal fails the run.</summary>
    public void ThrowIfFailed()
    {
        if (_volunteers.IsFaulted || _referees.IsFaulted)
            throw new AggregateException("A played worker failed.", [.. new[] { _volunteers, _referees }.Select(task => task.Exception).OfType<Exception>()]);
    }

    /// <summary>The volunteers finish what they hold; when no lease and no verdict is open any more, the referees go too.</summary>
    public async Task LeaveAsync()
    {
        await _volunteersLeave.CancelAsync();
        await _volunteers;
        while (await _database.OpenLeasesAndVerdictsAsync(_drop.Token) > 0)
            await Task.Delay(LookAgain, _drop.Token);
        await _refereesLeave.CancelAsync();
        await _referees;
    }

    public async ValueTask DisposeAsync()
    {
        await _volunteersLeave.CancelAsync();
        await _refereesLeave.CancelAsync();
        await _drop.CancelAsync();
        await Task.WhenAll(_volunteers, _referees).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a failure is the run's already
        _volunteersLeave.Dispose();
        _refereesLeave.Dispose();
        _drop.Dispose();
    }
}
