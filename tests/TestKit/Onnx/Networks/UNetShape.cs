namespace LaionGrid.TestKit.Onnx.Networks;

/// <summary>The sides of a denoiser, under the names of diffusers' UNet2DConditionModel where it has one.</summary>
public sealed record UNetShape
{
    public int InChannels { get; init; } = 4;

    public int OutChannels { get; init; } = 4;

    /// <summary>Of each level, from the full size down.</summary>
    public required IReadOnlyList<int> BlockOutChannels { get; init; }

    /// <summary>Blocks in the transformers of each level; 0 for a level without.</summary>
    public required IReadOnlyList<int> TransformerLayers { get; init; }

    /// <summary>Attention heads in the transformers of each level.</summary>
    public required IReadOnlyList<int> Heads { get; init; }

    public int LayersPerBlock { get; init; } = 2;

    /// <summary>Width of the text states.</summary>
    public required int CrossAttentionDim { get; init; }

    public bool UseLinearProjection { get; init; }

    public int NormNumGroups { get; init; } = 32;

    /// <summary>Width of the pooled text that SDXL is given besides; 0: neither it nor sizes.</summary>
    public int PooledTextWidth { get; init; }

    /// <summary>Sizes that SDXL is given with the pooled text: six, or five for its refiner.</summary>
    public int TimeIdCount { get; init; } = 6;

    /// <summary>Width of the waves that each size becomes.</summary>
    public int AdditionTimeEmbedDim { get; init; } = 256;

    /// <summary>Width of the guidance that a distilled network is given; 0: none.</summary>
    public int TimeCondProjDim { get; init; }

    /// <summary>Pixels / 8 of the pictures it was trained on.</summary>
    public int SampleSize { get; init; } = 64;

    public int TimeWidth => 4 * BlockOutChannels[0];

    public int AddedWidth => PooledTextWidth + (TimeIdCount * AdditionTimeEmbedDim);

    internal int Levels => BlockOutChannels.Count;
}
