using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>A score that a network gives.</summary>
internal sealed class NetworkHead : IEmbeddingHead
{
    private static readonly string[] Inputs = ["image_embeds", "embedding", "input"];

    private readonly ScoringNetwork _network;

    /// <param name="outputs">Names that exporters give to the score.</param>
    /// <exception cref="BundleException">It is missing or no such network.</exception>
    public NetworkHead(BundleFolder folder, ComputeDevice device, string file, int width, params ReadOnlySpan<string> outputs)
    {
        _network = new ScoringNetwork(folder, device, file, [new(Inputs, 1, width)], outputs);
        if (_network.Width == 1)
            return;
        _network.Dispose();
        throw Fault($"gives {_network.Width} numbers as {OutputName}, not one");
    }

    /// <summary>Which of the names the network has.</summary>
    public string OutputName => _network.OutputName;

    public double Score(ReadOnlySpan<float> embedding, CancellationToken cancellationToken) => _network.Run(embedding, cancellationToken)[0];

    /// <summary>To be thrown by whoever finds the network at fault.</summary>
    public BundleException Fault(string wrong) => _network.Fault(wrong);

    public TimeSpan Elapsed => _network.Elapsed;

    public void Dispose() => _network.Dispose();
}
