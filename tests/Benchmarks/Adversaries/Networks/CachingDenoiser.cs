using LaionGrid.Arithmetic.Samplers;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Denoising;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Benchmarks.Adversaries.Networks;

/// <summary>Asks a denoiser made by <see cref="FeatureCache"/>.</summary>
internal sealed class CachingDenoiser : IDisposable
{
    private const int CellPixels = 8;

    private readonly Denoiser _denoiser;
    private readonly ConditionMaker _conditions;

    /// <param name="folder">A bundle's, with that denoiser in it.</param>
    public CachingDenoiser(string folder, ComputeDevice device)
    {
        var bundle = new BundleFolder(folder);
        _denoiser = new Denoiser(bundle, device);
        _conditions = new ConditionMaker(bundle, ModelIndex.Read(bundle), _denoiser, device);
    }

    /// <param name="old">The scaled latent that the deep layers see, and its timestep.</param>
    public Claim Ask(PictureOrder order, Sampler sampler, int evaluation, float[] latent, (float[] Scaled, double Timestep) old)
    {
        var shape = LatentShape.OfPixels(_denoiser.Channels, order.Width, order.Height, CellPixels);
        var cells = shape.Width * shape.Height;
        var conditions = _conditions.Make(order, source: null, CancellationToken.None) with
        {
            ExtraChannels = [.. Enumerable.Repeat((float)Math.Round(old.Timestep), cells), .. old.Scaled],
        };
        return Claim.Of(DenoisingLoop.Evaluate(_denoiser, shape, conditions, sampler, evaluation, latent, CancellationToken.None), 0);
    }

    public void Dispose()
    {
        _conditions.Dispose();
        _denoiser.Dispose();
    }
}
