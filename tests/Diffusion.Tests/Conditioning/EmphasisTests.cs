using LaionGrid.Diffusion.Conditioning;

namespace LaionGrid.Diffusion.Tests.Conditioning;

public sealed class EmphasisTests
{
    /// <summary>Two tokens of two numbers: sums of 10 before and 24 after.</summary>
    [Fact]
    public void Apply_KeepingTheMean_ScalesAllBackToIt()
    {
        var states = Apply([1, 2, 3, 4], [1, 3], keepsMean: true);

        Assert.Equal(10, states.Sum(), 1e-5);
        Assert.Equal(9, states[2] / states[0], 1e-5);
    }

    [Fact]
    public void Apply_NotKeepingTheMean_LeavesOtherTokensAlone() => Assert.Equal([1, 2, 9, 12], Apply([1, 2, 3, 4], [1, 3], keepsMean: false));

    [Fact]
    public void Apply_WhereAllWeightsAreOne_ChangesNoBit() => Assert.Equal([0.1f, 0.2f], Apply([0.1f, 0.2f], [1, 1], keepsMean: true));

    [Fact]
    public void Apply_WhereNothingIsLeft_DividesByNoZero() => Assert.Equal([0, 0], Apply([1, 2], [0, 0], keepsMean: true));

    private static float[] Apply(float[] states, float[] weights, bool keepsMean)
    {
        Emphasis.Apply(states, weights, keepsMean);
        return states;
    }
}
