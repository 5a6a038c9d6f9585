namespace LaionGrid.Diffusion.Conditioning;

/// <summary>What a text encoder's config.json says, for exports that do not say it themselves. Null where it does not say either.</summary>
internal sealed record TextEncoderConfig
{
    public int? HiddenSize { get; init; }

    public int? ProjectionDim { get; init; }
}
