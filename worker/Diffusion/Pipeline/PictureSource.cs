using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>A picture that a render begins from, of the order's sides.</summary>
public sealed record PictureSource(Picture Picture)
{
    /// <summary>Enough for another picture that is still like the first.</summary>
    public const double UsualStrength = 0.75;

    /// <summary>How much is made anew, above 0 to 1: the part of the steps that is taken.</summary>
    public double Strength { get; init; } = UsualStrength;

    /// <summary>What is painted anew, of the picture's sides; null for all of it.</summary>
    public Mask? Mask { get; init; }
}
