using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Verification.Checking;

/// <summary>Whether a picture may be what a latent decodes to, at next to no cost: by the rough colours that the bundle's preview gives the latent. Pure.</summary>
internal static class PreviewComparison
{
    private const int Colours = 3;

    /// <summary>Correlation of the preview's colours with the picture's means over the latent's cells, -1 to 1; null when the bundle has no preview.</summary>
    /// <param name="latent">[channels, height, width], where the trajectory ends.</param>
    public static double? Correlation(Bundle bundle, ReadOnlySpan<float> latent, PngPicture picture)
    {
        if (bundle.Preview is not { } preview)
            return null;
        var cells = latent.Length / bundle.Latent.Channels;
        return PictureComparison.Correlation<double>(Paint(preview, latent, cells), Means(picture, bundle.Latent.CellPixels, cells));
    }

    private static double[] Paint(BundlePreview preview, ReadOnlySpan<float> latent, int cells)
    {
        var (colours, channels) = (new double[cells * Colours], latent.Length / cells);
        for (var at = 0; at < colours.Length; at++)
        {
            var (cell, colour) = (at / Colours, at % Colours);
            double value = preview.Bias[colour];
            for (var channel = 0; channel < channels; channel++)
                value += preview.Weights[(colour * channels) + channel] * latent[(channel * cells) + cell];
            colours[at] = Math.Clamp(value, 0, 1);
        }
        return colours;
    }

    private static double[] Means(PngPicture picture, int cellPixels, int cells)
    {
        var (means, across) = (new double[cells * Colours], picture.Width / cellPixels);
        for (var cell = 0; cell < cells; cell++)
            MeanOf(picture, cell % across * cellPixels, cell / across * cellPixels, cellPixels).CopyTo(means.AsSpan(cell * Colours));
        return means;
    }

    /// <summary>Of one cell's pixels, 0 to 1 for each colour.</summary>
    private static double[] MeanOf(PngPicture picture, int left, int top, int cellPixels)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var y = top; y < top + cellPixels; y++)
        {
            var row = picture.Pixels.AsSpan(((y * picture.Width) + left) * Colours, cellPixels * Colours);
            for (var at = 0; at < row.Length; at += Colours)
                (red, green, blue) = (red + row[at], green + row[at + 1], blue + row[at + 2]);
        }
        var full = (double)byte.MaxValue * cellPixels * cellPixels;
        return [red / full, green / full, blue / full];
    }
}
