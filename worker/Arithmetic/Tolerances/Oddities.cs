namespace LaionGrid.Arithmetic.Tolerances;

/// <summary>In what an evaluation stands out.</summary>
[Flags]
public enum Oddities
{
    None = 0,

    /// <summary>The guided output is larger than honest ones.</summary>
    Norm = 1,

    /// <summary>The clean latent it implies is larger than any picture's.</summary>
    Clean = 2,

    /// <summary>It points elsewhere than the output before.</summary>
    Cosine = 4,
}
