namespace LaionGrid.Worker.Bundles;

/// <summary>The sources of one download: which is asked next, which rests, and which is set aside and why. Safe to call from any thread.</summary>
internal sealed partial class SourcePool(IReadOnlyList<IBundleSource> sources, DownloadOptions options, TimeProvider time, ILogger logger)
{
    private const int FaultsToTell = 3; // one or two mend themselves

    private readonly Lock _lock = new();
    private readonly SourceState[] _states = new SourceState[sources.Count];
    private DateTimeOffset _lastBytes = time.GetUtcNow();
    private string _lastFault = "";

    /// <summary>Why nothing more comes.</summary>
    public string Problem
    {
        get
        {
            lock (_lock)
                return string.Join(' ', _states.Index().Select(state => $"{sources[state.Index].Name}: {state.Item.Aside ?? _lastFault}"));
        }
    }

    /// <summary>The source to ask next, as soon as one is ready; null when all are set aside, or none has brought anything for too long.</summary>
    public async Task<int?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? wait;
            lock (_lock)
            {
                (var index, wait) = SourcePolicy.Choose(_states, time.GetUtcNow());
                if (index is { } found)
                {
                    _states[found].Users++;
                    return found;
                }
                if (wait is null || time.GetUtcNow() - _lastBytes > options.Patience)
                    return null;
            }
            await Task.Delay(wait.Value, time, cancellationToken);
        }
    }

    public IBundleSource this[int index] => sources[index];

    /// <summary>A run of bytes from this source is over.</summary>
    /// <param name="fault">Null when all that was asked for came.</param>
    public void Return(int index, SourceFault? fault, long brought)
    {
        lock (_lock)
        {
            var (state, faultsBefore) = (_states[index] with { Users = _states[index].Users - 1 }, _states[index].FaultsInARow);
            if (brought > 0)
                _lastBytes = time.GetUtcNow();
            if (fault is { MayPass: true })
                state = SourcePolicy.AfterFault(state, brought > 0, time.GetUtcNow(), options);
            else if (brought > 0)
                state = state with { FaultsInARow = 0 };
            _states[index] = state;
            _lastFault = fault?.Reason ?? _lastFault;
            if (fault is { MayPass: false })
                SetAside(index, fault.Reason);
            else if (state.FaultsInARow == FaultsToTell && faultsBefore < FaultsToTell)
                LogAway(sources[index].Name, _lastFault);
        }
    }

    /// <summary>All of a chunk came from this source, and its hash was wrong.</summary>
    public void Blame(int index, string what)
    {
        lock (_lock)
        {
            _states[index].Wrongs++;
            var othersLeft = _states.Index().Count(state => state.Index != index && state.Item.Aside is null);
            if (SourcePolicy.IsSpent(_states[index].Wrongs, othersLeft, options))
                SetAside(index, $"{what} came {(_states[index].Wrongs == 1 ? "once" : $"{_states[index].Wrongs} times")} with a wrong hash. Its files are damaged, or something on the way changes them.");
        }
    }

    private void SetAside(int index, string reason)
    {
        if (_states[index].Aside is null)
            LogAside(sources[index].Name, reason);
        _states[index] = _states[index] with { Aside = reason };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} does not send ({Reason}); trying again until it does.")]
    private partial void LogAway(string source, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing more is fetched from {Source} for this download. {Reason}")]
    private partial void LogAside(string source, string reason);
}
