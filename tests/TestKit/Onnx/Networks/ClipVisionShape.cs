namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The sides of a CLIP picture model, under the names of transformers' CLIPVisionConfig.</summary>
public sealed record ClipVisionShape
{
    /// <summary>Pixels along a side of the pictures it sees.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Pixels along a side of a place.</summary>
    public int PatchSize { get; init; } = 14;

    public required int HiddenSize { get; init; }

    public required int NumHiddenLayers { get; init; }

    public required int NumAttentionHeads { get; init; }

    /// <summary>Width of image_embeds.</summary>
    public required int ProjectionDim { get; init; }

    public int IntermediateSize => 4 * HiddenSize;

    internal int Places => (ImageSize / PatchSize * (ImageSize / PatchSize)) + 1;
}
