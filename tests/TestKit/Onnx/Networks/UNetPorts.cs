namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>How an exporter declares a denoiser's inputs and outputs.</summary>
public sealed record UNetPorts
{
    public NumberKind TimestepKind { get; init; } = NumberKind.Float32;

    public TimestepRank TimestepRank { get; init; } = TimestepRank.One;

    public Side Batch { get; init; } = "batch_size";

    public Side Sequence { get; init; } = "sequence_length";

    public NetworkFault Fault { get; init; }
}
