using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Rendering;

/// <summary>Watches one render: tells each step, and paints a preview a few times a second.</summary>
/// <param name="preview">Null when the bundle has none.</param>
internal sealed class StepTeller(LatentPreview? preview, Action<Frame> tell, TimeProvider time)
{
    private const int MaxPreviewBytes = 64 * 1024;

    private static readonly TimeSpan PaintEvery = TimeSpan.FromMilliseconds(200);

    private long? _painted;

    public void Observe(StepView view) => tell(new(new FrameHeader.Step(view.Step), Paint(view)));

    private byte[] Paint(StepView view)
    {
        if (preview is null || (_painted is { } at && time.GetElapsedTime(at) < PaintEvery))
            return [];
        _painted = time.GetTimestamp();
        var png = PngWriter.Encode(preview.Paint(view.Clean, view.Width, view.Height));
        return png.Length <= MaxPreviewBytes ? png : [];
    }
}
