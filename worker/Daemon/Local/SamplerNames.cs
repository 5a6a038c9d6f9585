using LaionGrid.Arithmetic.Samplers;

namespace LaionGrid.Worker.Local;

/// <summary>What samplers are called on the command line.</summary>
internal static class SamplerNames
{
    public static IReadOnlyDictionary<string, SamplerKind> Kinds { get; } = new Dictionary<string, SamplerKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["ddim"] = SamplerKind.Ddim,
        ["pndm"] = SamplerKind.Pndm,
        ["euler"] = SamplerKind.Euler,
        ["euler-a"] = SamplerKind.EulerAncestral,
        ["heun"] = SamplerKind.Heun,
        ["dpm++2m"] = SamplerKind.DpmPlusPlus2M,
        ["dpm++2m-sde"] = SamplerKind.DpmPlusPlus2MSde,
        ["unipc"] = SamplerKind.UniPc,
        ["lcm"] = SamplerKind.Lcm,
    };

    public static string Of(SamplerKind kind) => Kinds.First(pair => pair.Value == kind).Key;
}
