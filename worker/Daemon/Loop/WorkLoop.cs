using LaionGrid.Worker.Bundles;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Rendering;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>
/// One device's life: wait until it is free, join, attend, then round after round of waiting for work and doing it, until the owner
/// wants it or the worker is told to stop.
/// </summary>
internal sealed partial class WorkLoop(
    WorkerSettings settings, JoinGrid join, ModelsUplinkGrpc models, WorkUplinkGrpc work, BundleStore bundles, IRenderer renderer, WorkAttempt attempt, RevealQueue reveals,
    IHorizon horizon, Gate gate, Gates gates, DeviceHealth health, LoopOptions options, Ending ending, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WorkLoop> logger) : BackgroundService
{
    /// <summary>By bundle, as the coordinator listed them last.</summary>
    private volatile IReadOnlyDictionary<string, BundleManifest> _manifests = new Dictionary<string, BundleManifest>();
    private volatile IReadOnlyList<string> _withoutRoom = [];
    private bool _hasJoined;
    private int _failuresInARow;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var goingOn = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, horizon.Closing);
        gate.MustGo += renderer.Abandon;
        try
        {
            while (!goingOn.IsCancellationRequested && ending.Reason is null)
                await TryRoundAsync(goingOn.Token, stoppingToken);
        }
        catch (OperationCanceledException) when (goingOn.IsCancellationRequested)
        {
            // Told to stop, or nothing more is to be begun; a lease, if there was one, is given back or done.
        }
        gate.MustGo -= renderer.Abandon;
        await renderer.CoolAsync();
        await FinishRevealsAsync(stoppingToken);
        if (ending.Reason is null)
            LogStopped();
        lifetime.StopApplication(); // if nobody has yet
    }

    /// <summary>What was rendered last is audited perhaps, and only this process may be there to answer.</summary>
    private async Task FinishRevealsAsync(CancellationToken stoppingToken)
    {
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var hurry = stoppingToken.Register(() => late.CancelAfter(options.LastReveals));
        try
        {
            await reveals.SettledAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // The shelf keeps it for a worker that comes back to this folder.
        }
    }

    private async Task TryRoundAsync(CancellationToken goingOn, CancellationToken stoppingToken)
    {
        try
        {
            await RunRoundAsync(goingOn, stoppingToken);
        }
#pragma warning disable CA1031 // A loop's edge: whatever failed, the next round is the remedy, and the log has it.
        catch (Exception error) when (error is not OperationCanceledException || !goingOn.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogRoundFailed(error);
            await RestAsync(goingOn);
        }
    }

    private async Task RunRoundAsync(CancellationToken goingOn, CancellationToken stoppingToken)
    {
        gate.Activity.Text = "Waiting until the machine is free.";
        var passage = await gate.EnterAsync(goingOn);
        using var open = CancellationTokenSource.CreateLinkedTokenSource(goingOn, passage.TakesNoMore.Token);
        try
        {
            await AttendAsync(passage, open.Token, stoppingToken);
        }
        catch (OperationCanceledException) when (passage.TakesNoMore.IsCancellationRequested)
        {
            // The owner has the machine; what was under way is given back.
        }
        finally
        {
            if (passage.TakesNoMore.IsCancellationRequested)
                await renderer.CoolAsync();
        }
    }

    /// <param name="open">Cancelled when no more is to be taken.</param>
    private async Task AttendAsync(Passage passage, CancellationToken open, CancellationToken stoppingToken)
    {
        gate.Activity.Text = "Joining the grid.";
        if (!_hasJoined && !await JoinAsync(open))
            return;
        _hasJoined = true;
        await using var attendance = work.Attend(StandAsync, reveals.Ask, stoppingToken);
        bundles.Came += attendance.Renew;
        await using var looking = time.CreateTimer(_ => LookForRoom(attendance), null, options.LookForRoomEvery, options.LookForRoomEvery);
        try
        {
            await WorkAsync(attendance, passage, open, stoppingToken);
        }
        finally
        {
            bundles.Came -= attendance.Renew;
        }
    }

    private async Task<bool> JoinAsync(CancellationToken open)
    {
        var (device, problem) = await renderer.ProbeAsync(open);
        open.ThrowIfCancellationRequested(); // a probe that was abandoned found nothing
        if (device is null)
        {
            SetAside(health.Unusable(problem ?? "No device can render here."));
            if (gates.All.All(one => one is { Aside: not null, Activity.Device: "" })) // and none ever did
                End(string.Join(' ', gates.All.Select(one => one.Aside?.Why).Distinct()));
            return false;
        }
        gate.Activity.Device = $"{device.Name}, {device.Provider}";
        if (await join.RunAsync(device, open) is not { } refused)
            return true;
        End(refused);
        return false;
    }

    private void End(string reason)
    {
        ending.Reason = reason;
        lifetime.StopApplication();
    }

    private void SetAside(SetAside aside)
    {
        gate.Activity.Text = "Nothing.";
        gate.SetAside(aside);
        if (gates.All.Count > 1 || gate.Activity.Device.Length > 0) // otherwise the program ends with these words
            LogSetAside(gate.Slot.Label, gate.Decision);
    }

    /// <summary>The bundles are listed anew for each stream: a coordinator that restarted may offer others.</summary>
    private async Task<Standing> StandAsync(CancellationToken cancellationToken)
    {
        var manifests = ReadManifests(await models.ListAsync(cancellationToken));
        _manifests = manifests;
        var without = FindWithoutRoom();
        foreach (var id in without.Except(_withoutRoom))
            LogNoRoom(bundles.Lacking(manifests[id]));
        _withoutRoom = without;
        return new(manifests.Values.Where(bundles.IsOnDisk).Select(manifest => manifest.Id).ToList(), without, renderer.WarmBundle, settings.TakesChecks);
    }

    private List<string> FindWithoutRoom() => _manifests.Values.Where(manifest => !bundles.CanHold(manifest)).Select(manifest => manifest.Id).Order(StringComparer.Ordinal).ToList();

    /// <summary>The coordinator is told when a bundle fits that did not, or the other way round.</summary>
    private void LookForRoom(AttendanceGrpc attendance)
    {
        if (!FindWithoutRoom().SequenceEqual(_withoutRoom))
            attendance.Renew();
    }

    /// <summary>Lease after lease, until this worker fails at one or is refused.</summary>
    private async Task WorkAsync(AttendanceGrpc attendance, Passage passage, CancellationToken open, CancellationToken stoppingToken)
    {
        while (true)
        {
            gate.Activity.Text = "Waiting for work.";
            switch (await attendance.NextAsync(open))
            {
                case WaitOutcome.Leased leased:
                    gate.Activity.Text = $"Making {leased.Lease.BundleId} ready.";
                    if (await TryLeaseAsync(attendance, leased, passage.MustGo.Token, stoppingToken))
                        break;
                    gate.Activity.Text = "Resting: the last picture could not be made; the log says why.";
                    await RestAsync(open);
                    return;
                case WaitOutcome.Refused { Refusal.Code: Refusal.KeyUnknown }:
                    _hasJoined = false;
                    return;
                case WaitOutcome.Refused { Refusal: var refusal }:
                    LogRefused(refusal.Message);
                    await attendance.LeaveAsync();
                    gate.Activity.Text = "Resting: the coordinator gives it no work.";
                    await RestAsync(open);
                    return;
            }
        }
    }

    /// <summary>False when this worker failed, or has no time for it. It leaves before it says so: an offer to a worker that rests would lie until it lapses.</summary>
    private async Task<bool> TryLeaseAsync(AttendanceGrpc attendance, WaitOutcome.Leased leased, CancellationToken mustGo, CancellationToken stoppingToken)
    {
        var manifest = _manifests.GetValueOrDefault(leased.Lease.BundleId);
        if (!horizon.Fits(leased.Lease))
        {
            await attendance.LeaveAsync(); // or it would be offered here again at once
            await work.FailAsync(leased.Lease, new(FailReason.GivenBack, "It would not be done in the time that this worker has left."));
            return false;
        }
        if (await attempt.RunAsync(leased.Lease, manifest, leased.Stopped, mustGo, stoppingToken) is { } failure)
        {
            await attendance.LeaveAsync();
            await work.FailAsync(leased.Lease, failure);
            if (health.Failed(leased.Lease, failure) is { } aside)
                SetAside(aside);
            return false;
        }
        _failuresInARow = 0;
        health.Worked();
        return true;
    }

    private Dictionary<string, BundleManifest> ReadManifests(IReadOnlyList<string> texts)
    {
        var manifests = new Dictionary<string, BundleManifest>(StringComparer.Ordinal);
        foreach (var (manifest, problem) in texts.Select(BundleManifest.Parse))
        {
            if (manifest is not null)
                manifests[manifest.Id] = manifest;
            else
                LogBadBundle(problem);
        }
        return manifests;
    }

    private Task RestAsync(CancellationToken stoppingToken)
    {
        var doublings = Math.Min(_failuresInARow++, 16);
        var rest = options.FirstRest * Math.Pow(2, doublings);
        return Task.Delay(rest < options.LongestRest ? rest : options.LongestRest, time, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Device} is set aside: {Why}")]
    private partial void LogSetAside(string device, Decision why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lacking} Until then others get the work that needs it.")]
    private partial void LogNoRoom(string lacking);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The coordinator gives this worker no work: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogBadBundle(string? problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of work failed; the next follows shortly.")]
    private partial void LogRoundFailed(Exception error);
}
