using System.Numerics;
using LaionGrid.Coordinator.Leases;
using LaionGrid.Coordinator.Results;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class PictureSketchTests
{
    /// <summary>Against the definition, spelt out: one double sum for each coefficient.</summary>
    [Fact]
    public void Hash_OfAPicture_IsWhatTheDefinitionSays()
    {
        var pixels = Blobs(32, 32, seed: 3);
        var luminance = pixels.Chunk(3).Select(colour => (0.299 * colour[0]) + (0.587 * colour[1]) + (0.114 * colour[2])).ToArray();
        var coefficients = (from v in Enumerable.Range(1, 8) from u in Enumerable.Range(1, 8) select Enumerable.Range(0, 32 * 32).Sum(
            at => luminance[at] * Math.Cos(((2 * (at % 32)) + 1) * u * Math.PI / 64) * Math.Cos(((2 * (at / 32)) + 1) * v * Math.PI / 64))).ToList();
        var median = (coefficients.Order().ElementAt(31) + coefficients.Order().ElementAt(32)) / 2;

        var hash = Sketch(pixels, 32, 32).Hash;

        Assert.Equal(coefficients.Select(coefficient => coefficient > median), Enumerable.Range(0, 64).Select(bit => ((hash >> bit) & 1) == 1));
    }

    [Fact]
    public void Hash_OfTheSamePictureLarger_IsNearlyTheSame()
    {
        var small = Sketch(Blobs(64, 64, seed: 1), 64, 64);
        var large = Sketch(Blobs(256, 256, seed: 1), 256, 256);

        Assert.InRange(Distance(small, large), 0, 4);
    }

    [Fact]
    public void Hash_OfOtherPictures_IsFarAway() => Assert.All(
        Enumerable.Range(2, 50), seed => Assert.True(Distance(Sketch(Blobs(64, 64, 1), 64, 64), Sketch(Blobs(64, 64, seed), 64, 64)) > 8));

    [Fact]
    public void Thumbnail_IsTheMeansOfItsParts()
    {
        var pixels = new byte[64 * 40 * 3];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = (byte)(((at / 3 % 64 / 8) + (8 * (at / 3 / 64 / 5)) + (at % 2)) * 3); // odd and even alternate within each part

        var thumbnail = Sketch(pixels, 64, 40).Thumbnail;

        Assert.Equal(8 * 8 * 3, thumbnail.Length);
        for (var at = 0; at < thumbnail.Length; at++)
            Assert.InRange(thumbnail[at], (at / 3 * 3) + 1, (at / 3 * 3) + 2);
    }

    [Fact]
    public void Sketch_OfAPictureSmallerThanItsCells_HasAllOfIt()
    {
        var thumbnail = Sketch([.. Enumerable.Range(0, 8 * 8 * 3).Select(value => (byte)value)], 8, 8).Thumbnail;

        Assert.Equal(Enumerable.Range(0, 8 * 8 * 3).Select(value => (byte)value), thumbnail);
    }

    private static int Distance(Fingerprint one, Fingerprint other) => BitOperations.PopCount((ulong)(one.Hash ^ other.Hash));

    private static Fingerprint Sketch(byte[] pixels, int width, int height)
    {
        var sketch = new PictureSketch(width, height);
        for (var y = 0; y < height; y++)
            sketch.Add(y, pixels.AsSpan(y * width * 3, width * 3));
        return sketch.ToFingerprint();
    }

    /// <summary>Round blobs of random places, sizes and colours.</summary>
    private static byte[] Blobs(int width, int height, int seed)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 12).Select(_ => (X: random.NextDouble(), Y: random.NextDouble(), Size: 0.05 + (0.15 * random.NextDouble()), Colour: random.Next(3))).ToList();
        var pixels = new byte[width * height * 3];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y) = (((at / 3 % width) + 0.5) / width, ((at / 3 / width) + 0.5) / height);
            pixels[at] = (byte)(255 * Math.Min(1, blobs.Where(blob => blob.Colour == at % 3).Sum(blob => Math.Exp(-(Math.Pow(x - blob.X, 2) + Math.Pow(y - blob.Y, 2)) / (blob.Size * blob.Size)))));
        }
        return pixels;
    }
}
