using LaionGrid.Arithmetic.Noise;

namespace LaionGrid.Diffusion.Tests.Arithmetic;

public sealed class TorchNoiseTests
{
    /// <summary>As torch prints torch.randn(48) after torch.manual_seed(0); in print in kornia's documentation of warp_affine3d, among others.</summary>
    [Fact]
    public void Fill_WithSeedZero_GivesTorchsNumbers()
    {
        var noise = Draw(0, 48);

        AssertPrinted([-1.1258f, -1.1524f, -0.2506f, -0.4339f, 0.8487f, 0.6920f, -0.3160f, -2.1152f, 0.3223f, -1.2633f, 0.3500f, 0.3081f, 0.1198f, 1.2377f, 1.1168f, -0.2473f, -1.3527f, -1.6959f, 0.5667f, 0.7935f, 0.5988f, -1.5551f, -0.3414f, 1.8530f], noise);
    }

    /// <summary>As torch prints torch.randn(9) after torch.manual_seed(0): fewer than sixteen come from another formula.</summary>
    [Fact]
    public void Fill_WithFewerThanSixteen_GivesTorchsNumbers() =>
        AssertPrinted([1.5410f, -0.2934f, -2.1788f, 0.5684f, -1.0845f, -1.3986f, 0.4033f, 0.8380f, -0.7193f], Draw(0, 9));

    /// <summary>
    /// From torch 1.13: under one seed randn(count), randn(3) and randn(33); of the first its first, middle and last number, of the others the first and last.
    /// What comes after a draw tells how much of the stream it took.
    /// </summary>
    [Theory]
    [InlineData(0, 1, new[] { 1.54099607, 1.54099607, 1.54099607, -0.293428898, 0.568431258, -0.356128365, -0.446217179 })]
    [InlineData(0, 15, new[] { 1.54099607, 0.838026345, -1.07118738, 0.122701243, 0.373114645, 0.439695835, -0.750426829 })]
    [InlineData(0, 16, new[] { -1.12583983, 0.322274923, -0.247278154, -0.719257593, -0.596635342, 0.468096405, -1.62932599 })]
    [InlineData(0, 17, new[] { -1.12583983, 0.468096405, 0.931826591, 0.415359527, -2.18814015, -0.742548168, 2.30251646 })]
    [InlineData(0, 40, new[] { -1.12583983, 0.598839462, 1.70664334, -0.0208794735, 0.518636763, -0.56924808, 0.206416309 })]
    [InlineData(7, 5, new[] { -0.146795094, 0.94682163, 1.69079018, -0.894827902, 1.23238575, -1.58266461, 0.690124393 })]
    [InlineData(7, 31, new[] { -0.820134521, 0.503563881, 0.501121461, -0.780378461, 0.571880579, 0.934288204, -0.190681383 })]
    [InlineData(7, 64, new[] { -0.820134521, -0.0835282281, 0.754192531, -0.983726025, -0.188271478, 1.54961908, -0.815971076 })]
    [InlineData(4294967295, 2, new[] { 1.21976304, -0.392979473, -0.392979473, 1.0230751, -0.0755101964, 1.87585175, 0.186491311 })]
    [InlineData(4294967295, 100, new[] { -2.66429758, -1.51675355, 1.67528856, 1.14247215, 1.20711064, -1.31327772, -0.00626712758 })]
    [InlineData(123456789, 16, new[] { 0.264255404, -0.984586418, 1.2969768, -0.314375579, 0.990375161, 0.819714546, 0.0899855569 })]
    [InlineData(123456789, 17, new[] { 0.264255404, 0.819714546, 0.957497478, -0.373523772, 0.979500413, -0.812520564, 1.04251695 })]
    public void Fill_OneAfterTheOther_GivesTorchsNumbers(long seed, int count, double[] expected)
    {
        var noise = new TorchNoise(seed);
        var (first, second, third) = (new float[count], new float[3], new float[33]);
        noise.Fill(first);
        noise.Fill(second);
        noise.Fill(third);

        float[] drawn = [first[0], first[count / 2], first[^1], second[0], second[^1], third[0], third[^1]];

        Assert.All(expected.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    /// <summary>Forty take forty draws, of which the last sixteen numbers are then replaced from the sixteen draws that follow.</summary>
    [Fact]
    public void Fill_WithALengthOffTheBlocks_DrawsTheLastSixteenAnew()
    {
        var later = new TorchNoise(3);
        later.Fill(new float[32]);
        later.Fill(new float[4]); // two pairs of two double draws: eight more
        var tail = new float[16];
        later.Fill(tail);

        Assert.Equal([.. Draw(3, 32)[..24], .. tail], Draw(3, 40));
    }

    [Fact]
    public void Fill_OverManyDraws_IsStandardNormal()
    {
        var noise = Draw(11, 1_000_000);

        var mean = noise.Average(value => (double)value);
        var variance = noise.Average(value => (value - mean) * (value - mean));
        var beyondTwo = noise.Count(value => Math.Abs(value) > 2) / 1e6;
        Assert.InRange(mean, -0.005, 0.005); // five standard errors
        Assert.InRange(variance, 0.993, 1.007);
        Assert.InRange(beyondTwo, 0.0445, 0.0465); // 0.0455 of a normal distribution
    }

    private static float[] Draw(long seed, int count)
    {
        var noise = new float[count];
        new TorchNoise(seed).Fill(noise);
        return noise;
    }

    /// <summary>Torch prints four decimals.</summary>
    private static void AssertPrinted(float[] printed, float[] noise) =>
        Assert.All(printed.Zip(noise), pair => Assert.InRange(Math.Abs(pair.First - (double)pair.Second), 0, 0.5001e-4));
}
