using LaionGrid.Arithmetic.Samplers;

namespace LaionGrid.Coordinator.Models;

/// <summary>How the denoising steps are taken. Requests are stored with these names.</summary>
internal enum Sampler
{
    Ddim,
    Euler,
    Dpmpp2M,
    Pndm,
    EulerAncestral,
    Heun,
    Dpmpp2MSde,
    UniPc,
    Lcm,
}

/// <summary>What each sampler is to the engine, to people and to files.</summary>
internal static class Samplers
{
    public static IReadOnlyList<Sampler> All { get; } = Enum.GetValues<Sampler>();

    /// <summary>By which it is replayed.</summary>
    public static SamplerKind ToKind(this Sampler sampler) => Of(sampler).Kind;

    /// <summary>As people and image tools write it.</summary>
    public static string Title(this Sampler sampler) => Of(sampler).Title;

    /// <summary>As the open data and the site's API spell it.</summary>
    public static string Name(this Sampler sampler) => Of(sampler).Name;

    /// <summary>Such as "DDIM, Euler or LCM".</summary>
    public static string TitlesOf(IReadOnlyList<Sampler> samplers) => samplers.Count == 1
        ? samplers[0].Title()
        : $"{string.Join(", ", samplers.SkipLast(1).Select(Title))} or {samplers[^1].Title()}";

    private static (SamplerKind Kind, string Title, string Name) Of(Sampler sampler) => sampler switch
    {
        Sampler.Ddim => (SamplerKind.Ddim, "DDIM", "ddim"),
        Sampler.Euler => (SamplerKind.Euler, "Euler", "euler"),
        Sampler.Dpmpp2M => (SamplerKind.DpmPlusPlus2M, "DPM++ 2M", "dpmpp_2m"),
        Sampler.Pndm => (SamplerKind.Pndm, "PNDM", "pndm"),
        Sampler.EulerAncestral => (SamplerKind.EulerAncestral, "Euler a", "euler_a"),
        Sampler.Heun => (SamplerKind.Heun, "Heun", "heun"),
        Sampler.Dpmpp2MSde => (SamplerKind.DpmPlusPlus2MSde, "DPM++ 2M SDE", "dpmpp_2m_sde"),
        Sampler.UniPc => (SamplerKind.UniPc, "UniPC", "unipc"),
        Sampler.Lcm => (SamplerKind.Lcm, "LCM", "lcm"),
        _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "A sampler that nothing is known of."),
    };
}
