namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The sides of a CLIP text model, under the names of transformers' CLIPTextConfig.</summary>
public sealed record ClipTextShape
{
    public int VocabSize { get; init; } = 49_408;

    /// <summary>Tokens in the longest text.</summary>
    public int MaxPositionEmbeddings { get; init; } = 77;

    public required int HiddenSize { get; init; }

    public required int NumHiddenLayers { get; init; }

    public required int NumAttentionHeads { get; init; }

    /// <summary>The approximate GELU, of OpenAI's models; OpenCLIP's have the exact one.</summary>
    public bool IsQuickGelu { get; init; }

    /// <summary>Width of text_embeds; 0: the model has none.</summary>
    public int ProjectionDim { get; init; }

    public int IntermediateSize => 4 * HiddenSize;
}
