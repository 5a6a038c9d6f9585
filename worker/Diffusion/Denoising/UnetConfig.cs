namespace LaionGrid.Diffusion.Denoising;

/// <summary>What unet/config.json says, for exports that do not say it themselves. Null where it does not say either.</summary>
internal sealed record UnetConfig
{
    public int? InChannels { get; init; }

    public int? OutChannels { get; init; }

    public int? CrossAttentionDim { get; init; }

    public int? TimeCondProjDim { get; init; }

    /// <summary>Cells along the side that the model was trained at.</summary>
    public int? SampleSize { get; init; }
}
