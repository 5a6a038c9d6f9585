namespace LaionGrid.Diffusion.Scoring;

/// <summary>Makes a score of a picture's embedding.</summary>
internal interface IEmbeddingHead : IDisposable
{
    /// <summary>In networks.</summary>
    TimeSpan Elapsed { get; }

    /// <param name="embedding">Of length 1.</param>
    /// <exception cref="BundleException">The score is no number, or beyond its range.</exception>
    double Score(ReadOnlySpan<float> embedding, CancellationToken cancellationToken);
}
