using LaionGrid.Diffusion.Decoding;

namespace LaionGrid.Worker.Rendering;

/// <summary>Watches one render: tells each step, and paints a preview a few times a second.</summary>
/// <param name="preview">Null when the bundle has none.</param>
internal sealed class StepTeller(LatentPreview? preview, FrameHeader.Render job, Action<Frame> tell, TimeProvider time)
{
    private const int MaxPreviewBytes = 64 * 1024;
    private const int PixelsPerCell = 8;

    private static readonly TimeSpan PaintEvery = TimeSpan.FromMilliseconds(200);

    private long? _painted;

    public void Observe(int step, ReadOnlySpan<float> cleanLatent) => tell(new(new FrameHeader.Step(step), Paint(cleanLatent)));

    private byte[] Paint(ReadOnlySpan<float> latent)
    {
        if (!job.WithPreviews || preview is null || (_painted is { } at && time.GetElapsedTime(at) < PaintEvery))
            return [];
        _painted = time.GetTimestamp();
        var png = PngWriter.Encode(preview.Paint(latent, job.Order.Width / PixelsPerCell, job.Order.Height / PixelsPerCell));
        return png.Length <= MaxPreviewBytes ? png : [];
    }
}
