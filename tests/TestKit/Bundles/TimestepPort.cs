using LaionGrid.TestKit.Onnx;
using LaionGrid.TestKit.Onnx.Networks;

namespace LaionGrid.TestKit.Bundles;

/// <summary>How a denoiser declares its timestep.</summary>
/// <param name="Kind">Int64, Float32 or Float16.</param>
public readonly record struct TimestepPort(NumberKind Kind, TimestepRank Rank);
