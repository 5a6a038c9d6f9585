using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Turns the picture that an order begins from into latents. The encoder is loaded when the first such order comes: most never do.</summary>
/// <param name="isInpaintingModel">Whether the denoiser is shown the mask and what stays; otherwise the loop keeps what stays.</param>
internal sealed class SourceEncoder(BundleFolder folder, VaeConfig config, bool isInpaintingModel, ComputeDevice device) : IDisposable
{
    private VaeEncoder? _encoder;

    /// <summary>In the network.</summary>
    public TimeSpan Elapsed => _encoder?.Clock.Elapsed ?? TimeSpan.Zero;

    /// <summary>Null for an order that begins from noise, with a model that needs no more.</summary>
    /// <exception cref="BundleException">The bundle has no encoder.</exception>
    /// <returns>The latent of the picture is rounded as a trajectory keeps it: what is rounded away must not shape the picture, or nobody could go the same way again.</returns>
    public SourceLatents? Encode(PictureOrder order, LatentShape shape, CancellationToken cancellationToken)
    {
        if (order.Source is null && !isInpaintingModel)
            return null;
        _encoder ??= new VaeEncoder(folder, config, device);
        var planes = order.Source is { } source ? Planes.Of(source.Picture) : null;
        var clean = planes is null ? null : Round(_encoder.Encode(planes, shape, cancellationToken));
        var mask = order.Source?.Mask;
        if (!isInpaintingModel)
            return new(clean, mask is null ? null : MaskedPicture.CellsOf(mask, config.CellPixels), []);
        // Without a mask everything is made anew, and nothing stays to be shown.
        var cells = mask is null ? [.. Enumerable.Repeat(1f, shape.Height * shape.Width)] : MaskedPicture.CellsOf(mask, config.CellPixels);
        var stays = mask is null || planes is null ? new float[order.Width * order.Height * Picture.Colours] : MaskedPicture.Blank(planes, mask);
        return new(clean, null, [.. cells, .. _encoder.Encode(stays, shape, cancellationToken)]);
    }

    /// <summary>Whether evaluations need an encoder, also those of pictures that begin from noise.</summary>
    public bool IsShown => isInpaintingModel;

    private static float[] Round(float[] latent)
    {
        foreach (ref var value in latent.AsSpan())
            value = (float)(Half)value;
        return latent;
    }

    public void Dispose() => _encoder?.Dispose();
}
