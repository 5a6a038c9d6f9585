using LaionGrid.Arithmetic;

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
