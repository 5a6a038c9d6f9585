using LaionGrid.Coordinator.Imaging;
using LaionGrid.Coordinator.Verification.Checking;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class PictureComparisonTests
{
    [Fact]
    public void PsnrDb_WhenEveryValueIsOffByOne_IsFortyEight()
    {
        var one = new PngPicture(1, 2, [10, 10, 10, 10, 10, 10]);
        var other = new PngPicture(1, 2, [11, 9, 11, 9, 11, 9]);

        Assert.Equal(48.13, PictureComparison.PsnrDb(one, other), 2);
        Assert.Equal(double.PositiveInfinity, PictureComparison.PsnrDb(one, one));
    }
}
