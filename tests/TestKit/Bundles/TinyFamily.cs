namespace LaionGrid.TestKit.Bundles;

/// <summary>Kinds of models that folders are met of.</summary>
public enum TinyFamily
{
    /// <summary>Predicts the noise; PNDM.</summary>
    StableDiffusion1,

    /// <summary>Predicts the velocity, pads texts with "!"; DDIM.</summary>
    StableDiffusion2,

    /// <summary>Two text models, pooled text and sizes; Euler.</summary>
    Xl,

    /// <summary>Shaped like Stable Diffusion 1, for one to four steps without guidance; ancestral Euler with trailing spacing.</summary>
    Turbo,

    /// <summary>Shaped like XL, for one to four steps without guidance; ancestral Euler with trailing spacing.</summary>
    XlTurbo,

    /// <summary>A latent consistency model, which is told the guidance.</summary>
    Lcm,

    /// <summary>Shaped like Stable Diffusion 1, and shown a mask and the masked picture's latent besides: nine channels.</summary>
    Inpaint,
}
