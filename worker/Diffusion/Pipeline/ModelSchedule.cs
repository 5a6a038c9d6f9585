using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>The noise a model was trained with, and the sampler its makers chose for it.</summary>
internal sealed record ModelSchedule(NoiseSchedule Noise, SamplerKind Sampler);
