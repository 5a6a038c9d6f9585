namespace LaionGrid.Diffusion.Scoring;

/// <summary>
/// A score that is a weighted sum: what LAION's aesthetic predictors come to, for their layers have nothing between them
/// (github.com/christophschuhmann/improved-aesthetic-predictor).
/// </summary>
internal sealed class LinearHead : IEmbeddingHead
{
    private readonly BundleFolder _folder;
    private readonly string _file;
    private readonly Line _line;

    /// <param name="file">JSON with weights, one for each number of an embedding, and a bias.</param>
    /// <exception cref="BundleException">It is missing or broken.</exception>
    public LinearHead(BundleFolder folder, string file, int width)
    {
        (_folder, _file) = (folder, file);
        _line = folder.ReadJson<Line>(file);
        if (_line.Weights?.Length != width)
            throw folder.Fault(file, $"has {_line.Weights?.Length ?? 0} weights for embeddings of {width} numbers", "Fetch the model again");
    }

    public double Score(ReadOnlySpan<float> embedding, CancellationToken cancellationToken)
    {
        var score = Embedding.Dot(_line.Weights, embedding) + _line.Bias;
        return double.IsFinite(score) ? score : throw _folder.Fault(_file, "gives a score that is no number", "Fetch the model again");
    }

    public TimeSpan Elapsed => TimeSpan.Zero;

    public void Dispose()
    {
        // Holds nothing.
    }

    private sealed record Line
    {
        public required float[]? Weights { get; init; }

        public required double Bias { get; init; }
    }
}
