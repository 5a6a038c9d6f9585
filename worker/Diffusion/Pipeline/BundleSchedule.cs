using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>A bundle's schedule, and the sampler it is usually used with.</summary>
internal sealed record BundleSchedule(ScheduleOptions Options, SamplerKind Sampler)
{
    public NoiseSchedule For(SigmaSpacing? sigmas) => new(Options);
}
