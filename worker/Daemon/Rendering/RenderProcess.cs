namespace LaionGrid.Worker.Rendering;

/// <summary>
/// Renders in a process of its own, so that a crash, a leak or a hang of the engine never takes the worker with it. The process
/// stays warm between jobs of one bundle and is started anew when it is gone. For one caller at a time.
/// </summary>
internal sealed partial class RenderProcess(ChildCommand command, RenderingOptions options, TimeProvider time, ILogger<RenderProcess> logger)
    : IRenderer, IAsyncDisposable
{
    private RenderChild? _child;
    private RenderDevice? _device;

    public string WarmBundle { get; private set; } = "";

    /// <summary>Null when none runs.</summary>
    public int? ProcessId => _child?.Id;

    public async Task<(RenderDevice? Device, string? Problem)> ProbeAsync(CancellationToken cancellationToken)
    {
        if (_child is { HasExited: true })
            await CoolAsync();
        if (_child is not null)
            return (_device, null);
        _child = RenderChild.Start(command);
        var problem = await ReceiveAsync(_child, cancellationToken) switch
        {
            { Header: FrameHeader.Hello hello } => Greet(hello),
            { Header: FrameHeader.NoDevice none } => none.Problem,
            _ => await _child.EndAsync(),
        };
        if (problem is null)
            return (_device, null);
        await CoolAsync();
        return (null, problem);
    }

    public async Task<RenderOutcome> RenderAsync(RenderJob job, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        var (_, problem) = await ProbeAsync(cancellationToken);
        if (_child is not { } child)
            return new RenderOutcome.Failed(RenderFault.Error, problem ?? "The render process did not start.");
        WarmBundle = ""; // a loaded bundle may be let go for another that then fails to load
        await child.SendAsync(new FrameHeader.Render(job.AttemptId, job.BundleId, job.BundleFolder, job.Order, job.WithPreviews), cancellationToken);
        try
        {
            var outcome = await FollowAsync(child, onProgress, cancellationToken);
            if (outcome is RenderOutcome.Failed)
                await CoolAsync(); // half-loaded networks, a card in a bad state: what a failure leaves behind ends with the process
            else
                WarmBundle = job.BundleId;
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (await HasStoppedAsync(child))
                WarmBundle = job.BundleId;
            else
                await CoolAsync();
            throw;
        }
    }

    public async Task CoolAsync()
    {
        var child = _child;
        (_child, WarmBundle) = (null, "");
        if (child is not null)
            await child.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await CoolAsync();

    private string? Greet(FrameHeader.Hello hello)
    {
        _device = hello.Device;
        return null;
    }

    private async Task<RenderOutcome> FollowAsync(RenderChild child, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await ReceiveAsync(child, cancellationToken))
            {
                case { Header: FrameHeader.Step step } frame:
                    onProgress(new(step.Number, frame.Body));
                    break;
                case { Header: FrameHeader.Rendered rendered, Body: var body }:
                    return new RenderOutcome.Rendered(body[..rendered.PngBytes], rendered.EngineVersion, rendered.Scores, body[rendered.PngBytes..]);
                case { Header: FrameHeader.Failed failed }:
                    return new RenderOutcome.Failed(failed.Fault, failed.Detail);
                default:
                    return await MournAsync(child);
            }
        }
    }

    /// <summary>Null when the process is gone, or was silent for too long.</summary>
    private async Task<Frame?> ReceiveAsync(RenderChild child, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await child.ReceiveAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogSilent(options.LongestSilence);
            return null;
        }
    }

    private async Task<RenderOutcome.Failed> MournAsync(RenderChild child)
    {
        var how = await child.EndAsync();
        await CoolAsync();
        return new(RenderFault.Error, how);
    }

    /// <summary>Asks the process to stop its render; true when it has, and is fit for the next.</summary>
    private async Task<bool> HasStoppedAsync(RenderChild child)
    {
        using var patience = new CancellationTokenSource(options.StopsWithin, time);
        try
        {
            await child.SendAsync(new FrameHeader.Cancel(), patience.Token);
            while (await child.ReceiveAsync(patience.Token) is { } frame)
            {
                if (frame.Header is FrameHeader.Cancelled or FrameHeader.Rendered)
                    return true;
                if (frame.Header is FrameHeader.Failed)
                    return false;
            }
        }
        catch (OperationCanceledException)
        {
            LogSlowToStop();
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The render process said nothing for {Silence}; it is ended.")]
    private partial void LogSilent(TimeSpan silence);

    [LoggerMessage(Level = LogLevel.Information, Message = "The render did not stop at once; its process was ended.")]
    private partial void LogSlowToStop();
}
