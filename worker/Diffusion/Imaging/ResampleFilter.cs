namespace LaionGrid.Diffusion.Imaging;

/// <summary>How the pixels around a place count when a picture is scaled.</summary>
/// <param name="Support">Pixels to either side that count when nothing shrinks.</param>
/// <param name="Weigh">The weight at a distance in pixels.</param>
internal sealed record ResampleFilter(double Support, Func<double, double> Weigh)
{
    private const double Sharpness = -0.5; // Keys (1981), the value that keeps a parabola

    /// <summary>The mean of the pixels under the new one.</summary>
    public static ResampleFilter Box { get; } = new(0.5, distance => distance is > -0.5 and <= 0.5 ? 1 : 0);

    public static ResampleFilter Bilinear { get; } = new(1, distance => Math.Max(0, 1 - Math.Abs(distance)));

    public static ResampleFilter Bicubic { get; } = new(2, distance => Cubic(Math.Abs(distance)));

    private static double Cubic(double x) => x switch
    {
        < 1 => (((((Sharpness + 2) * x) - (Sharpness + 3)) * x * x) + 1),
        < 2 => ((((((x - 5) * x) + 8) * x) - 4) * Sharpness),
        _ => 0,
    };
}
