namespace LaionGrid.Worker.Idle;

/// <summary>Looks at the machine again and again and turns the gates. When a look fails nobody knows whether the owner is there, and the rule for that holds.</summary>
internal sealed partial class Watch(Gates gates, IEnumerable<IProbe> probes, MachineHistory history, WatchOptions options, TimeProvider time, ILogger<Watch> logger) : BackgroundService
{
    private readonly List<Seen> _probes = [.. probes.Select(probe => new Seen(probe))];
    private MachineState _machine = new();

    /// <summary>Kinds of reasons that were told last, by device, and of all together without a name.</summary>
    private readonly Dictionary<string, string> _told = [];

    /// <summary>One look. Probes that were asked a short while ago are left alone; one that fails or hangs does not keep the others from looking.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var seen in _probes.Where(seen => seen.At is not { } at || time.GetElapsedTime(at) >= seen.Probe.Every))
        {
            _machine = await LookAsync(seen, cancellationToken);
            seen.At = time.GetTimestamp();
        }
        gates.Turn(_probes.Any(seen => seen is { IsBlind: true, Probe.SeesOwner: true }) ? _machine with { HasDisplay = true, InputIdle = null } : _machine);
        history.Add(_machine);
        Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var spoken = gates.Spoken; // what opens the gate has it watched closely at once
                await RunOnceAsync(stoppingToken);
                await await Task.WhenAny(spoken, Task.Delay(gates.Decision.IsOpen ? options.WhenOpen : options.WhenClosed, time, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>What was known when the probe has nothing to say.</summary>
    private async Task<MachineState> LookAsync(Seen seen, CancellationToken cancellationToken)
    {
        if (seen.Hanging is { IsCompleted: false })
            return _machine;
        var (known, wasBlind) = (_machine, seen.IsBlind);
        seen.IsBlind = true;
        try
        {
            seen.Hanging = seen.Probe.MayBlock ? Task.Run(() => seen.Probe.LookAsync(known, cancellationToken).AsTask(), cancellationToken) : seen.Probe.LookAsync(known, cancellationToken).AsTask();
            var machine = await seen.Hanging.WaitAsync(options.Patience, time, cancellationToken);
            seen.IsBlind = false;
            return machine;
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next look is the remedy, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!wasBlind)
                LogBlind(seen.Probe.GetType().Name, error);
            return known;
        }
    }

    private void Tell()
    {
        var (decision, isNews) = (gates.Decision, IsNews("", gates.Decision));
        if (isNews && decision.IsOpen)
            LogOpen();
        else if (isNews)
            LogClosed(decision);
        foreach (var gate in gates.All.Where(gate => gates.All.Count > 1 && IsNews(gate.Slot.Label, gate.Decision)))
        {
            if (KindsOf(gate.Decision) != KindsOf(decision))
                LogDeviceClosed(gate.Slot.Label, gate.Decision);
            else if (decision.IsOpen && !isNews)
                LogDeviceOpen(gate.Slot.Label);
        }
    }

    private bool IsNews(string label, Decision decision)
    {
        var (kinds, told) = (KindsOf(decision), _told.GetValueOrDefault(label));
        _told[label] = kinds;
        return kinds != told;
    }

    private static string KindsOf(Decision decision) => string.Join(' ', decision.Reasons.Select(reason => reason.Kind));

    private sealed class Seen(IProbe probe)
    {
        public IProbe Probe => probe;

        public long? At { get; set; }

        /// <summary>Its last look failed, or has not ended.</summary>
        public bool IsBlind { get; set; }

        public Task<MachineState>? Hanging { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The machine is free; work is taken again.")]
    private partial void LogOpen();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Probe} cannot look at the machine, or takes too long; it is tried again.")]
    private partial void LogBlind(string probe, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Paused: {Reasons}")]
    private partial void LogClosed(Decision reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Device} is paused: {Reasons}")]
    private partial void LogDeviceClosed(string device, Decision reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Device} is free; work is taken on it again.")]
    private partial void LogDeviceOpen(string device);
}
