using LaionGrid.TestKit.Onnx;

namespace LaionGrid.TestKit.Bundles;

/// <summary>
/// A bundle of a published model's size with random weights: as fast and as large as the model, and no picture worth looking at. For measurements on
/// request; writing takes as long as the disk does.
/// </summary>
public sealed record FullSizeBundle
{
    /// <summary>One of <see cref="FullSizeShapes"/>.</summary>
    public required BundleShape Shape { get; init; }

    /// <summary>Of weights, inputs and outputs: Float32 (Stable Diffusion 1.5: 4.3 GB, SDXL: 14 GB) or Float16 (half).</summary>
    public NumberKind Numbers { get; init; } = NumberKind.Float16;

    /// <summary>Equal seeds give equal weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Declared as optimum does: a timestep without a side, of the network's numbers.</summary>
    /// <param name="folder">Made when it is not there.</param>
    public void Write(string folder)
    {
        var writer = new BundleWriter(folder, Shape, Numbers, WeightPlace.OnnxData, Seed);
        writer.Index();
        writer.Texts(new() { Ids = NumberKind.Int64, HiddenStates = Shape.SecondText is not null });
        writer.Denoiser(new() { TimestepKind = Numbers, TimestepRank = Onnx.Networks.TimestepRank.Scalar });
        writer.Decoder();
    }
}
