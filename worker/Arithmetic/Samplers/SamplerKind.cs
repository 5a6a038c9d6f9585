namespace LaionGrid.Arithmetic.Samplers;

/// <summary>How the denoising steps are taken. The numbers are part of the wire: append, never reorder.</summary>
public enum SamplerKind
{
    Ddim,
    Euler,
    DpmPlusPlus2M,
    Pndm,
    EulerAncestral,
    Heun,
    DpmPlusPlus2MSde,
    UniPc,
    Lcm,
}
