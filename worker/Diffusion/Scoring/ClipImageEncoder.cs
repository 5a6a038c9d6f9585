using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>CLIP's view of a picture.</summary>
internal sealed class ClipImageEncoder : IDisposable
{
    private const string ModelFile = "clip/image_encoder/model.onnx";
    private const string ConfigFile = "clip/preprocessor_config.json";

    private readonly PicturePreparation _preparation;
    private readonly ScoringNetwork _network;

    /// <exception cref="BundleException">A file is missing or no such network.</exception>
    public ClipImageEncoder(BundleFolder folder, ComputeDevice device)
    {
        _preparation = new PicturePreparation(folder, ConfigFile);
        _network = new ScoringNetwork(folder, device, ModelFile, [new(["pixel_values"], 1, 3, _preparation.Side, _preparation.Side)], "image_embeds");
    }

    /// <summary>Numbers in an embedding.</summary>
    public int Width => _network.Width;

    /// <returns>[width], of length 1.</returns>
    public float[] Encode(Picture picture, CancellationToken cancellationToken) => Embedding.Run<float>(_network, _preparation.Apply(picture), cancellationToken);

    /// <summary>In the network.</summary>
    public TimeSpan Elapsed => _network.Elapsed;

    public void Dispose() => _network.Dispose();
}
