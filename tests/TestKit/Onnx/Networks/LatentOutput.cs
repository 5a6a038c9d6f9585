namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>What an encoder of pictures gives.</summary>
public enum LatentOutput
{
    /// <summary>latent_parameters: means and logarithms of variances, as optimum exports it.</summary>
    Parameters,

    /// <summary>latent_sample: drawn inside the network, as diffusers' script exports it; the same numbers in each new session.</summary>
    Sample,
}
