namespace LaionGrid.TestKit.Onnx.Layers;

/// <summary>Layers that change height and width.</summary>
public static class Sampling
{
    /// <summary>Doubles both sides by repeating, and smooths.</summary>
    public static Value Upsample(this Value value, Scope at, long channels) =>
        value.Graph.Apply(
            "Resize",
            [value, value.Graph.Nothing, value.Graph.Singles(1, 1, 2, 2)],
            Attributes.Of("mode", "nearest"),
            Attributes.Of("coordinate_transformation_mode", "asymmetric"),
            Attributes.Of("nearest_mode", "floor")).Convolve(at["conv"], channels, channels);

    /// <summary>Halves both sides.</summary>
    public static Value Downsample(this Value value, Scope at, long channels) => value.Convolve(at["conv"], channels, channels, stride: 2);

    /// <summary>Halves both sides, with zeros to the right and below alone, as the autoencoder was trained.</summary>
    public static Value DownsampleAside(this Value value, Scope at, long channels) =>
        value.Convolve(at["conv"], channels, channels, kernel: 3, stride: 2, padding: [0, 0, 1, 1]);
}
