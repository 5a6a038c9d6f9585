using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>
/// Judges pictures with the networks that a bundle has for it: CLIP (clip/), an aesthetic head (aesthetic/model.onnx, or head.json
/// for a weighted sum), an NSFW head (nsfw/), a watermark head (watermark/), a safety checker (safety_checker/). Each may be absent. For one thread at a time.
/// </summary>
internal sealed class Scorer : IDisposable
{
    private const string AestheticNetwork = "aesthetic/model.onnx";
    private const string AestheticLine = "aesthetic/head.json";

    private readonly ClipImageEncoder? _image;
    private readonly ClipTextEncoder? _text;
    private readonly IEmbeddingHead? _aesthetic;
    private readonly ChanceHead? _nsfw;
    private readonly ChanceHead? _watermark;
    private readonly SafetyChecker? _safety;

    private Scorer(BundleFolder folder, ComputeDevice device)
    {
        try
        {
            if (folder.Has(SafetyChecker.ModelFile))
                _safety = new SafetyChecker(folder, device);
            if (!NeedsImageEncoder(folder))
                return;
            _image = new ClipImageEncoder(folder, device);
            if (folder.Has(ClipTextEncoder.ModelFile))
                _text = new ClipTextEncoder(folder, device);
            if (_text is not null && _text.Width != _image.Width)
                throw folder.Fault(ClipTextEncoder.ModelFile, $"gives embeddings of {_text.Width} numbers, the image encoder {_image.Width}", "Fetch the model again");
            if (folder.Has(AestheticNetwork))
                _aesthetic = new NetworkHead(folder, device, AestheticNetwork, _image.Width, "score", "output");
            else if (folder.Has(AestheticLine))
                _aesthetic = new LinearHead(folder, AestheticLine, _image.Width);
            if (folder.Has(ChanceHead.Nsfw))
                _nsfw = new ChanceHead(folder, device, ChanceHead.Nsfw, _image.Width);
            if (folder.Has(ChanceHead.Watermark))
                _watermark = new ChanceHead(folder, device, ChanceHead.Watermark, _image.Width);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>In networks.</summary>
    public TimeSpan Elapsed => new[] { _image?.Elapsed, _text?.Elapsed, _aesthetic?.Elapsed, _nsfw?.Elapsed, _watermark?.Elapsed, _safety?.Elapsed }
        .Aggregate(TimeSpan.Zero, (sum, one) => sum + (one ?? TimeSpan.Zero));

    /// <summary>Null when the bundle has nothing to judge pictures with.</summary>
    /// <exception cref="BundleException">A part is there and broken, or needs one that is missing.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static Scorer? Load(BundleFolder folder, ComputeDevice device) =>
        folder.Has(SafetyChecker.ModelFile) || NeedsImageEncoder(folder) ? new(folder, device) : null;

    /// <param name="prompt">As it was asked for, weights and all.</param>
    /// <exception cref="BundleException">A network gives no number: a score is never left out for being wrong.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, at the latest when the running network is done.</exception>
    public PictureScores Score(Picture picture, string prompt, CancellationToken cancellationToken)
    {
        var seen = _image?.Encode(picture, cancellationToken);
        return new(
            TextFit: _text is null ? null : Math.Clamp(Embedding.Dot(seen, _text.Encode(prompt, cancellationToken)), -1, 1), // rounding may go a hair beyond
            Aesthetic: _aesthetic?.Score(seen, cancellationToken),
            Nsfw: _nsfw?.Score(seen, cancellationToken),
            IsUnsafe: _safety?.IsUnsafe(picture, cancellationToken))
        {
            Watermark = _watermark?.Score(seen, cancellationToken),
            Embedding = seen is null ? null : Embedding.ToBytes(seen),
        };
    }

    public void Dispose()
    {
        _image?.Dispose();
        _text?.Dispose();
        _aesthetic?.Dispose();
        _nsfw?.Dispose();
        _watermark?.Dispose();
        _safety?.Dispose();
    }

    private static bool NeedsImageEncoder(BundleFolder folder) =>
        folder.Has(ClipTextEncoder.ModelFile) || folder.Has(AestheticNetwork) || folder.Has(AestheticLine) || folder.Has(ChanceHead.Nsfw) || folder.Has(ChanceHead.Watermark);
}
