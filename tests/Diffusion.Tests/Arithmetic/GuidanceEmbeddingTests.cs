using LaionGrid.Arithmetic;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

public sealed class GuidanceEmbeddingTests
{
    /// <summary>The formula once more, with the platform's functions.</summary>
    [Theory]
    [InlineData(1, 256)]
    [InlineData(8.5, 256)]
    [InlineData(0, 8)]
    [InlineData(30, 512)]
    public void Of_AScale_IsItsSinesThenItsCosines(double scale, int width)
    {
        var embedding = GuidanceEmbedding.Of(scale, width);

        var half = width / 2;
        for (var index = 0; index < half; index++)
        {
            var angle = (scale - 1) * 1000 * Math.Pow(10_000, -index / (half - 1.0));
            Assert.Equal(Math.Sin(angle), embedding[index], 1e-6);
            Assert.Equal(Math.Cos(angle), embedding[half + index], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public void Of_AWidthThatCannotBe_IsRefused(int width) => Assert.Throws<ArgumentOutOfRangeException>(() => GuidanceEmbedding.Of(7.5, width));
}
