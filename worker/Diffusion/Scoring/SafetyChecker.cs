using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>
/// Stable Diffusion's safety checker. Its graph also takes the pictures, to black out those that it flags; it is shown one black
/// pixel instead, for only the flag is read.
/// </summary>
internal sealed class SafetyChecker : IDisposable
{
    public const string ModelFile = "safety_checker/model.onnx";

    private const string ConfigFile = "feature_extractor/preprocessor_config.json";

    private readonly PicturePreparation _preparation;
    private readonly ScoringNetwork _network;

    /// <exception cref="BundleException">A file is missing or no such network.</exception>
    public SafetyChecker(BundleFolder folder, ComputeDevice device)
    {
        _preparation = new PicturePreparation(folder, ConfigFile);
        _network = new ScoringNetwork(folder, device, ModelFile, [new(["clip_input"], 1, 3, _preparation.Side, _preparation.Side), new(["images"], 1, 1, 1, 3)], "has_nsfw_concepts");
    }

    public bool IsUnsafe(Picture picture, CancellationToken cancellationToken) => _network.Run<float>(_preparation.Apply(picture), cancellationToken)[0] != 0;

    /// <summary>In the network.</summary>
    public TimeSpan Elapsed => _network.Elapsed;

    public void Dispose() => _network.Dispose();
}
