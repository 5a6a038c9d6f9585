using LaionGrid.TestKit.Onnx.Layers;

namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The sides of an autoencoder, under the names of diffusers' AutoencoderKL.</summary>
public sealed record VaeShape
{
    public const float Epsilon = 1e-6f;

    public const int Colours = 3;

    public int LatentChannels { get; init; } = 4;

    /// <summary>Of each level, from the picture's size down; each but the last halves the sides.</summary>
    public IReadOnlyList<int> BlockOutChannels { get; init; } = [128, 256, 512, 512];

    public int LayersPerBlock { get; init; } = 2;

    public int NormNumGroups { get; init; } = 32;

    /// <summary>What latents are multiplied by for the denoiser.</summary>
    public double ScalingFactor { get; init; } = 0.18215;

    internal int Deepest => BlockOutChannels[^1];

    internal ResidualBlock Residual(int inputs, int outputs) => new(inputs, outputs, NormNumGroups, Epsilon);
}
