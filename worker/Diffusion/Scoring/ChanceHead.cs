using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>A network that tells from a picture's embedding how likely something is: that it is unsafe, or has a watermark.</summary>
internal sealed class ChanceHead : IEmbeddingHead
{
    /// <summary>LAION's CLIP-based detector of pictures not safe for work (github.com/LAION-AI/CLIP-based-NSFW-Detector): 1 is unsafe.</summary>
    public const string Nsfw = "nsfw/model.onnx";

    /// <summary>The same for watermarks: 1 has one.</summary>
    public const string Watermark = "watermark/model.onnx";

    private static readonly string[] Logits = ["logit", "logits"]; // what an export without the last sigmoid calls its output

    private readonly NetworkHead _head;

    /// <exception cref="BundleException">It is missing or no such network.</exception>
    public ChanceHead(BundleFolder folder, ComputeDevice device, string file, int width) =>
        _head = new NetworkHead(folder, device, file, width, ["score", "probability", "output", .. Logits]);

    public double Score(ReadOnlySpan<float> embedding, CancellationToken cancellationToken)
    {
        var score = _head.Score(embedding, cancellationToken);
        if (Logits.Contains(_head.OutputName))
            return 1 / (1 + Math.Exp(-score));
        return score is >= 0 and <= 1 ? score : throw _head.Fault($"gives the {_head.OutputName} {score}, which should lie from 0 to 1");
    }

    public TimeSpan Elapsed => _head.Elapsed;

    public void Dispose() => _head.Dispose();
}
