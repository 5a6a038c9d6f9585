using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

public sealed class LaneTests
{
    [Theory]
    [InlineData(512, 512, "pocket/s")]
    [InlineData(256, 1024, "pocket/s")]
    [InlineData(513, 512, "pocket/m")]
    [InlineData(1024, 1024, "pocket/l")]
    [InlineData(2048, 1024, "pocket/xl")]
    [InlineData(65_536, 65_536, "pocket/xl")]
    public void Of_APicture_GoesByItsPixels(int width, int height, string text) => Assert.Equal(text, Lane.Of("pocket", width, height).ToString());

    [Fact]
    public void TryParse_OfWhatALaneWrote_GivesItBack()
    {
        foreach (var size in Enum.GetValues<SizeClass>())
        {
            var lane = new Lane("house/pocket", size);
            Assert.True(Lane.TryParse(lane.ToString(), out var read));
            Assert.Equal(lane, read);
            Assert.True(Lane.TryParse((lane with { HasSource = true }).ToString(), out read));
            Assert.Equal(lane with { HasSource = true }, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("pocket")]
    [InlineData("/s")]
    [InlineData("pocket/huge")]
    [InlineData("+source")]
    [InlineData("pocket/s+mask")]
    public void TryParse_OfAnythingElse_Fails(string text) => Assert.False(Lane.TryParse(text, out _));

    [Fact]
    public void NeedMiB_OfALargerClass_IsMore()
    {
        var needs = Enum.GetValues<SizeClass>().Select(size => new Lane("pocket", size).NeedMiB(3_000)).ToArray();

        Assert.Equal(3_000, needs[0]);
        Assert.Equal(needs.Distinct().Order(), needs);
    }
}
