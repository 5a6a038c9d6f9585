using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Arithmetic.Schedules;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>The noise a model was trained with, and the sampler its makers chose for it.</summary>
internal sealed record ModelSchedule(NoiseSchedule Noise, SamplerKind Sampler)
{
    /// <param name="sigmas">Null for the model's own.</param>
    public NoiseSchedule With(SigmaSpacing? sigmas) =>
        sigmas is { } spacing && spacing != Noise.Options.Sigmas ? new NoiseSchedule(Noise.Options with { Sigmas = spacing }) : Noise;
}
