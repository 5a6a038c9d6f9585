using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>Pictures to begin from as they lie on disk, image and mask of equal sides.</summary>
internal sealed record SourcePictures(Picture Image, Picture? Mask, double Strength)
{
    /// <summary>Brought to the sides of the picture asked for, so that any can be given.</summary>
    public PictureSource Fit(int width, int height) => new(PictureResize.To(Image, width, height))
    {
        Strength = Strength,
        Mask = Mask is null ? null : Diffusion.Imaging.Mask.Of(PictureResize.To(Mask, width, height)),
    };
}
