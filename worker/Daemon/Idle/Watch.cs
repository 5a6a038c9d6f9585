namespace LaionGrid.Worker.Idle;

/// <summary>Looks at the machine again and again and turns the gate. When a look fails nobody knows whether the owner is there, and the rule for that holds.</summary>
internal sealed partial class Watch(Gate gate, IEnumerable<IProbe> probes, MachineHistory history, WatchOptions options, TimeProvider time, ILogger<Watch> logger) : BackgroundService
{
    private readonly List<Seen> _probes = [.. probes.Select(probe => new Seen(probe))];
    private MachineState _machine = new();
    private string _told = "";

    /// <summary>One look. Probes that were asked a short while ago are left alone.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var seen in _probes.Where(seen => seen.At is not { } at || time.GetElapsedTime(at) >= seen.Probe.Every))
        {
            _machine = await seen.Probe.LookAsync(_machine, cancellationToken);
            seen.At = time.GetTimestamp();
        }
        gate.Turn(_machine);
        history.Add(_machine);
        Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryOnceAsync(stoppingToken);
                await Task.Delay(gate.Decision.IsOpen ? options.WhenOpen : options.WhenClosed, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task TryOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next look is the remedy, and the log has it.
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogBlind(error);
            gate.Turn(_machine = _machine with { HasDisplay = true, InputIdle = null });
        }
    }

    private void Tell()
    {
        var (decision, kinds) = (gate.Decision, string.Join(' ', gate.Decision.Reasons.Select(reason => reason.Kind)));
        if (kinds == _told)
            return;
        _told = kinds;
        if (decision.IsOpen)
            LogOpen();
        else
            LogClosed(decision);
    }

    private sealed class Seen(IProbe probe)
    {
        public IProbe Probe => probe;

        public long? At { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The machine is free; work is taken again.")]
    private partial void LogOpen();

    [LoggerMessage(Level = LogLevel.Error, Message = "The machine could not be looked at; trying again.")]
    private partial void LogBlind(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Paused: {Reasons}")]
    private partial void LogClosed(Decision reasons);
}
