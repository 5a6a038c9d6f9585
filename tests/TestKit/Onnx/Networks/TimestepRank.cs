namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>How many timesteps a denoiser is given.</summary>
public enum TimestepRank
{
    /// <summary>One, without a side.</summary>
    Scalar,

    /// <summary>A list of one.</summary>
    One,

    /// <summary>One for each sample.</summary>
    Batch,
}
