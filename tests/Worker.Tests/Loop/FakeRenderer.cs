using System.Security.Cryptography;
using System.Threading.Channels;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;
using LaionGrid.Worker.Rendering;

namespace LaionGrid.Worker.Tests.Loop;

/// <summary>A renderer without an engine: reports its steps, then ends as the test says.</summary>
internal sealed class FakeRenderer : IRenderer
{
    private static readonly PaperEngine Engine = new(9);

    private readonly Channel<RenderJob> _begun = Channel.CreateUnbounded<RenderJob>();
    private readonly Channel<CheckJob> _checks = Channel.CreateUnbounded<CheckJob>();
    private readonly Channel<RenderJob> _cancelled = Channel.CreateUnbounded<RenderJob>();
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How a render ends; by default with a picture, at once.</summary>
    public Func<RenderJob, CancellationToken, Task<RenderOutcome>> Ends { get; set; } = (job, _) => Task.FromResult(Picture(job));

    /// <summary>What it reports, without a pause; by default one step with a preview.</summary>
    public IReadOnlyList<RenderProgress> Steps { get; init; } = [new(1, PaintedPng.Of(2, 2, 9))];

    public string WarmBundle { get; private set; } = "";

    public Task<(RenderDevice? Device, string? Problem)> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<(RenderDevice?, string?)>((new("Fake", "CPU", 1024), null));

    public async Task<RenderOutcome> RenderAsync(RenderJob job, Action<RenderProgress> onProgress, CancellationToken cancellationToken)
    {
        foreach (var step in Steps)
            onProgress(step);
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

    public async Task<CheckOutcome> CheckAsync(CheckJob job, CancellationToken cancellationToken)
    {
        await _checks.Writer.WriteAsync(job, CancellationToken.None);
        WarmBundle = job.BundleId;
        var order = JobOf(job.Order, job.Source);
        return new CheckOutcome.Checked(Engine.Answer(order, job.Evaluations.Count, job.Latents.Span), job.Decodes ? Engine.Decode(order) : default);
    }

    public void Abandon() => _abandoned.TrySetResult();

    public Task CoolAsync()
    {
        WarmBundle = "";
        return Task.CompletedTask;
    }

    /// <summary>The next render that begins.</summary>
    public Task<RenderJob> BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    /// <summary>The next check that is done.</summary>
    public Task<CheckJob> CheckedAsync() => _checks.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    /// <summary>Whether more renders began than were asked for.</summary>
    public bool HasBegunAnother => _begun.Reader.TryPeek(out _);

    /// <summary>The next render that is cancelled.</summary>
    public Task<RenderJob> CancelledAsync() => _cancelled.Reader.ReadAsync().AsTask().WaitAsync(WorkerUnderTest.Soon);

    /// <summary>Whether it was to leave the device at once.</summary>
    public bool IsAbandoned => _abandoned.Task.IsCompleted;

    /// <summary>Until it is to leave the device at once.</summary>
    public Task AbandonedAsync() => _abandoned.Task.WaitAsync(WorkerUnderTest.Soon);

    /// <summary>What a paper engine makes of it.</summary>
    public static RenderOutcome Picture(RenderJob job, PictureScores? scores = null)
    {
        var picture = Engine.Render(Guid.TryParse(job.AttemptId, out var lease) ? lease : Guid.Empty, JobOf(job.Order, job.Source));
        return new RenderOutcome.Rendered(picture.Png, "1.0", scores, picture.Commitment, picture.Trajectory);
    }

    private static PaperJob JobOf(PictureOrder order, SourceFiles? source) => new(order.Width, order.Height, order.Steps, order.Guidance, order.Sampler, order.Seed)
    {
        Source = source is null ? "" : Convert.ToHexStringLower(SHA256.HashData(source.Picture.Span)),
        Strength = source?.Strength ?? 1,
    };

    /// <summary>A render that only ends when it is cancelled.</summary>
    public static async Task<RenderOutcome> NeverAsync(RenderJob job, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return Picture(job);
    }
}
