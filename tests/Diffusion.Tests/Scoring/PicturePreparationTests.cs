using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Diffusion.Tests.Scoring;

public sealed class PicturePreparationTests
{
    [Fact]
    public void Apply_APictureOfTheRightHeight_CutsItsMiddleAndNormalises()
    {
        using var folder = new ScoringFolder().With("a.json", """
            {"size": {"shortest_edge": 2}, "crop_size": {"height": 2, "width": 2}, "rescale_factor": 0.5, "image_mean": [1, 2, 3], "image_std": [1, 2, 4], "resample": 3}
            """);
        var wide = new Picture(5, 2, [.. Enumerable.Range(0, 30).Select(value => (byte)value)]);

        var planes = new PicturePreparation(folder.Bundle, "a.json").Apply(wide);

        // Columns 1 and 2 of 0 to 4; red at 3, 6, 18, 21, then ((value / 2) - mean) / deviation.
        Assert.Equal([0.5f, 2, 8, 9.5f, 0, 0.75f, 3.75f, 4.5f, -0.125f, 0.25f, 1.75f, 2.125f], planes);
    }

    /// <summary>Values of CLIP's own files, which the defaults repeat: black becomes -mean/std.</summary>
    [Fact]
    public void Apply_WithNothingButSizes_UsesClipsNumbers()
    {
        using var folder = new ScoringFolder().With("a.json", """{"size": 224, "crop_size": 224}""");

        var planes = new PicturePreparation(folder.Bundle, "a.json").Apply(ScoringFolder.Black);

        Assert.Equal(3 * 224 * 224, planes.Length);
        Assert.Equal([-1.79226f, -1.75209f, -1.48022f], [planes[0], planes[224 * 224], planes[^1]], (one, other) => Math.Abs(one - other) < 1e-4);
    }
}
