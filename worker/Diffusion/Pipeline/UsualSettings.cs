using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Denoising;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>What a bundle's own files suggest. Turbo models do not say that they want 1 to 4 steps and no guidance; a person has to.</summary>
public sealed record UsualSettings(int Width, int Height, int Steps, float Guidance, SamplerKind Sampler)
{
    private const int UsualSteps = 20;
    private const int DistilledSteps = 4;
    private const float UsualGuidance = 7.5f;
    private const int UsualCells = 64;

    internal static UsualSettings Of(ModelSchedule schedule, Denoiser denoiser, VaeConfig vae)
    {
        var side = (denoiser.UsualCells > 0 ? denoiser.UsualCells : UsualCells) * vae.CellPixels;
        return new(side, side, schedule.Sampler == SamplerKind.Lcm ? DistilledSteps : UsualSteps, UsualGuidance, schedule.Sampler);
    }
}
