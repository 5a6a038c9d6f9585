using LaionGrid.Coordinator.Results;

namespace LaionGrid.Coordinator.Tests.Results;

public sealed class CommitmentRulesTests
{
    [Theory]
    [InlineData(21, 20)] // one evaluation a step
    [InlineData(40, 20)] // Heun's method: two, but for the last
    [InlineData(30, 20)] // pseudo linear multistep with Runge-Kutta steps first
    [InlineData(11, 1)]
    public void Check_OfAsManyLeavesAsASamplerMayTake_IsKept(int leaves, int steps) => Assert.Null(CommitmentRules.Check(new byte[leaves * 32], steps));

    [Theory]
    [InlineData(0, 20)] // none
    [InlineData(1, 20)]
    [InlineData(32, 20)] // the last leaf alone
    [InlineData(21 * 32 - 1, 20)]
    [InlineData(51 * 32, 20)]
    [InlineData(1_000_000, 20)]
    public void Check_OfAnyOtherLength_IsRefused(int bytes, int steps) => Assert.Equal("commitment.malformed", CommitmentRules.Check(new byte[bytes], steps)?.Code);
}
