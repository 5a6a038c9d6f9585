using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Diffusion.Tests.Pipeline;

public sealed class OrderRulesTests
{
    [Theory, InlineData(8_000_000, 64), InlineData(64, 4104)]
    public void Check_WhenASideIsBeyondTheLargest_RefusesTheOrderAndSaysTheBound(int width, int height)
    {
        var error = Assert.Throws<OrderException>(() => OrderRules.Check(Pocket.Order with { Width = width, Height = height }, trainingSteps: 1000));

        Assert.Contains("4096 pixels at most", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfTheLargestSides_LetsThemPass() =>
        OrderRules.Check(Pocket.Order with { Width = PictureOrder.LargestSide, Height = PictureOrder.LargestSide }, trainingSteps: 1000);
}
