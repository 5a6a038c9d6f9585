using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>CLIP's view of a prompt.</summary>
internal sealed class ClipTextEncoder : IDisposable
{
    public const string ModelFile = "clip/text_encoder/model.onnx";

    private const string OwnTokenizer = "clip/tokenizer";

    private readonly ClipTokenizer _tokenizer;
    private readonly ScoringNetwork _network;

    /// <exception cref="BundleException">A file is missing or no such network.</exception>
    public ClipTextEncoder(BundleFolder folder, ComputeDevice device)
    {
        _tokenizer = folder.Has($"{OwnTokenizer}/vocab.json") ? new ClipTokenizer(folder, OwnTokenizer) : new ClipTokenizer(folder);
        _network = new ScoringNetwork(folder, device, ModelFile, [new(["input_ids"], 1, ClipTokenizer.Length)], "text_embeds");
    }

    /// <summary>Numbers in an embedding.</summary>
    public int Width => _network.Width;

    /// <param name="prompt">Its weights are passed over, and what does not fit into 77 tokens: CLIP knows neither.</param>
    /// <returns>[width], of length 1.</returns>
    public float[] Encode(string prompt, CancellationToken cancellationToken) =>
        Embedding.Run<int>(_network, _tokenizer.Encode(PromptWeights.Strip(prompt)), cancellationToken);

    /// <summary>In the network.</summary>
    public TimeSpan Elapsed => _network.Elapsed;

    public void Dispose() => _network.Dispose();
}
