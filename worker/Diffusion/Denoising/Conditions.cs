namespace LaionGrid.Diffusion.Denoising;

/// <summary>What guides the steps of one run, for its texts one behind the other: the unconditional first under guidance.</summary>
internal sealed record Conditions
{
    /// <summary>1, or 2 under guidance.</summary>
    public required int Texts { get; init; }

    /// <summary>[texts, tokens, width].</summary>
    public required float[] States { get; init; }

    /// <summary>[texts, pooled width], for networks that take text_embeds; empty for others.</summary>
    public float[] Pooled { get; init; } = [];

    /// <summary>[6], for networks that take time_ids; empty for others.</summary>
    public float[] TimeIds { get; init; } = [];

    /// <summary>[width], for networks that take timestep_cond; empty for others.</summary>
    public float[] GuidanceEmbedding { get; init; } = [];

    /// <summary>[channels, height, width] that the network is shown behind the sample's own, for inpainting networks; empty for others.</summary>
    public float[] ExtraChannels { get; init; } = [];
}
