namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>How an exporter declares a text model's input and outputs.</summary>
public sealed record ClipTextPorts
{
    public NumberKind Ids { get; init; } = NumberKind.Int32;

    public Side Sequence { get; init; } = "sequence_length";

    /// <summary>Whether there are outputs hidden_states.0 (the embeddings) to hidden_states.N (the last layer's states, not normalised).</summary>
    public bool HiddenStates { get; init; }
}
