using System.Threading.Channels;
using LaionGrid.Diffusion.Scoring;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>A renderer without an engine: reports one step, then ends as the test says.</summary>
internal sealed class FakeRenderer : IRenderer
{
    private readonly Channel<RenderJob> _begun = Channel.CreateUnbounded<RenderJob>();
    private readonly Channel<RenderJob> _cancelled = Channel.CreateUnbounded<RenderJob>();

    /// <summary>How a render ends; by default with a picture, at once.</summary>
    public Func<RenderJob, CancellationToken, Task<RenderOutcome>> Ends { get; set; } = (job, _) => Task.FromResult(Picture(job));

    public string WarmBundle { get; private set; } = "";

    public Task<(RenderDevice? Device, string? Problem)> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<(RenderDevice?, string?)>((new("Fake", "CPU", 1024), null));

    public async Task<RenderOutcome> RenderAsync(RenderJob job, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        onProgress(new(1, job.WithPreviews ? PaintedPng.Of(2, 2, 9) : default));
        await _begun.Writer.WriteAsync(job, CancellationToken.None);
        try
        {
            var outcome = await Ends(job, cancellationToken);
            WarmBundle = job.BundleId;
            return outcome;
        }
        catch (OperationCanceledException)
        {
            await _cancelled.Writer.WriteAsync(job, CancellationToken.None);
            throw;
        }
    }

    public Task CoolAsync()
    {
        WarmBundle = "";
        return Task.CompletedTask;
    }

    /// <summary>The next render that begins.</summary>
    public Task<RenderJob> BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    /// <summary>Whether more renders began than were asked for.</summary>
    public bool HasBegunAnother => _begun.Reader.TryPeek(out _);

    /// <summary>The next render that is cancelled.</summary>
    public Task<RenderJob> CancelledAsync() => _cancelled.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    public static RenderOutcome Picture(RenderJob job, PictureScores? scores = null) => new RenderOutcome.Rendered(PaintedPng.Of(job.Order.Width, job.Order.Height, 9), "1.0", scores, new byte[64]);

    /// <summary>A render that only ends when it is cancelled.</summary>
    public static async Task<RenderOutcome> NeverAsync(RenderJob job, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return Picture(job);
    }
}
