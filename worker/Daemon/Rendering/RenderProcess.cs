namespace LaionGrid.Worker.Rendering;

/// <summary>
/// Renders in a process of its own, so that a crash, a leak or a hang of the engine never takes the worker with it. The process
/// stays warm between jobs of one bundle and is started anew when it is gone. For one caller at a time.
/// </summary>
internal sealed partial class RenderProcess(ChildCommand command, RenderProcesses running, RenderingOptions options, TimeProvider time, ILogger<RenderProcess> logger)
    : IRenderer, IAsyncDisposable
{
    private const string Strange = "The render process answered something else than it was asked.";

    private volatile RenderChild? _child;
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
        var problem = await StartAsync(cancellationToken);
        if (problem is null)
            return (_device, null);
        await CoolAsync();
        return (null, problem);
    }

    public async Task<RenderOutcome> RenderAsync(RenderJob job, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        var question = new Frame(new FrameHeader.Render(job.AttemptId, job.BundleId, job.BundleFolder, job.Order, job.Source?.Lengths), BodyOf(job.Source, default));
        var (answer, body) = await AskAsync(job.BundleId, question, onProgress, cancellationToken);
        return answer switch
        {
            FrameHeader.Rendered rendered => new RenderOutcome.Rendered(
                body[..rendered.PngBytes], rendered.EngineVersion, rendered.Scores, body.Slice(rendered.PngBytes, rendered.CommitmentBytes), body[(rendered.PngBytes + rendered.CommitmentBytes)..]),
            FrameHeader.Failed failed => new RenderOutcome.Failed(failed.Fault, failed.Detail),
            _ => new RenderOutcome.Failed(RenderFault.Error, Strange),
        };
    }

    public async Task<CheckOutcome> CheckAsync(CheckJob job, CancellationToken cancellationToken)
    {
        var question = new Frame(new FrameHeader.Check(job.BundleId, job.BundleFolder, job.Order, job.Evaluations, job.Decodes, job.Encodes, job.Source?.Lengths), BodyOf(job.Source, job.Latents));
        var (answer, body) = await AskAsync(job.BundleId, question, _ => { }, cancellationToken);
        return answer switch
        {
            FrameHeader.Checked done => new CheckOutcome.Checked(body[..done.OutputBytes], body[done.OutputBytes..]) { Scores = done.Scores },
            FrameHeader.Failed failed => new CheckOutcome.Failed(failed.Fault, failed.Detail),
            _ => new CheckOutcome.Failed(RenderFault.Error, Strange),
        };
    }

    private static ReadOnlyMemory<byte> BodyOf(SourceFiles? source, ReadOnlyMemory<byte> rest) => source is null ? rest : (byte[])[.. source.Picture.Span, .. source.Mask.Span, .. rest.Span];

    public void Abandon() => _child?.Kill(withOthers: false);

    public async Task CoolAsync()
    {
        var child = _child;
        (_child, WarmBundle) = (null, "");
        if (child is null)
            return;
        var id = child.Id;
        await child.DisposeAsync();
        running.Remove(id);
    }

    public async ValueTask DisposeAsync() => await CoolAsync();

    /// <summary>Null when it runs; otherwise why it does not. A process whose start was not waited for is ended, and not taken for one that runs.</summary>
    private async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        var child = _child = RenderChild.Start(command, options.TemporaryFolder);
        running.Add(child.Id);
        try
        {
            return await ReceiveAsync(child, cancellationToken) switch
            {
                { Header: FrameHeader.Hello hello } => Greet(hello),
                { Header: FrameHeader.NoDevice none } => none.Problem,
                _ => await child.EndAsync(),
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CoolAsync();
            throw;
        }
    }

    private string? Greet(FrameHeader.Hello hello)
    {
        _device = hello.Device;
        return null;
    }

    /// <summary>Has the process do something with a bundle, and keeps book of what it has loaded.</summary>
    private async Task<(FrameHeader Answer, ReadOnlyMemory<byte> Body)> AskAsync(string bundle, Frame question, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        var (_, problem) = await ProbeAsync(cancellationToken);
        if (_child is not { } child)
            return (new FrameHeader.Failed(RenderFault.Error, problem ?? "The render process did not start."), default);
        WarmBundle = ""; // a loaded bundle may be let go for another that then fails to load
        await using var cap = new MemoryCap(child, options, time);
        await child.SendAsync(question, cancellationToken);
        try
        {
            var (answer, body) = await FollowAsync(child, onProgress, cancellationToken);
            if (answer is FrameHeader.Failed && cap.Taken > 0)
                answer = new FrameHeader.Failed(RenderFault.OutOfMemory, $"The render process took {cap.Taken:N0} MiB of the machine's memory and was ended; it may take {options.MostMemoryMiB:N0}.");
            if (answer is FrameHeader.Failed)
                await CoolAsync(); // half-loaded networks, a card in a bad state: what a failure leaves behind ends with the process
            else
                WarmBundle = bundle;
            return (answer, body);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (await HasStoppedAsync(child))
                WarmBundle = bundle;
            else
                await CoolAsync();
            throw;
        }
    }

    private async Task<(FrameHeader Answer, ReadOnlyMemory<byte> Body)> FollowAsync(RenderChild child, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await ReceiveAsync(child, cancellationToken))
            {
                case { Header: FrameHeader.Step step } frame:
                    onProgress(new(step.Number, frame.Body));
                    break;
                case { Header: FrameHeader.Rendered or FrameHeader.Checked or FrameHeader.Failed } frame:
                    return (frame.Header, frame.Body);
                default:
                    return (await MournAsync(child), default);
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

    private async Task<FrameHeader.Failed> MournAsync(RenderChild child)
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
            await child.SendAsync(new(new FrameHeader.Cancel()), patience.Token);
            while (await child.ReceiveAsync(patience.Token) is { } frame)
            {
                if (frame.Header is FrameHeader.Cancelled or FrameHeader.Rendered or FrameHeader.Checked)
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
