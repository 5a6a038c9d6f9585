using LaionGrid.Coordinator.Models;

namespace LaionGrid.Coordinator.Tests.Models;

public sealed class TariffTests
{
    private static readonly Tariff Tariff = new(new(1e6, 0, 0), new(2e6, 1e6, 0.5e6), new(0, 3e6, 0));

    [Fact]
    public void Mflop_WithGuidance_CountsTextAndDenoiserTwice() =>
        // p = 4: text 2 x 1, denoiser 10 evaluations x 2 x (2 + 4 + 8), decoder 12.
        Assert.Equal(2 + 280 + 12, Tariff.Mflop(16, 16, evaluations: 10, texts: 2));

    [Fact]
    public void Mflop_FromASource_CountsTheEncoderOnce() =>
        Assert.Equal(294 + 20, (Tariff with { Encoder = new(0, 5e6, 0) }).Mflop(16, 16, evaluations: 10, texts: 2, hasSource: true));

    [Fact]
    public void Mflop_WithoutGuidance_CountsThemOnce() => Assert.Equal(1 + 140 + 12, Tariff.Mflop(16, 16, evaluations: 10, texts: 1));
}
