using LaionGrid.Worker.Local;

namespace LaionGrid.Worker.Tests.Local;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(0, 20, "[..............................] 0/20 steps"), InlineData(5, 20, "[#######.......................] 5/20 steps, 30 s left")]
    [InlineData(1, 20, "[#.............................] 1/20 steps, 3 min left"), InlineData(20, 20, "[##############################] 20/20 steps")]
    public void Bar_ShowsHowFarItIs_AndWhatIsLeft(int done, int total, string text) => Assert.Equal(text, ProgressLine.Bar(done, total, "steps", TimeSpan.FromSeconds(10)));
}
