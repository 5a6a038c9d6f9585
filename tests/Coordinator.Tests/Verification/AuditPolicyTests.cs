using LaionGrid.Coordinator.Results;
using LaionGrid.Coordinator.Verification;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class AuditPolicyTests
{
    private static readonly byte[] Secret = [1, 2, 3];

    [Fact]
    public void IsDrawn_AtARate_DrawsAboutThatShare()
    {
        var drawn = Attempts(10_000).Count(attempt => AuditPolicy.IsDrawn(Secret, attempt, 0.1));

        // Ten standard deviations of the binomial.
        Assert.InRange(drawn, 700, 1300);
    }

    [Fact]
    public void IsDrawn_AtRateOne_DrawsEverything() => Assert.All(Attempts(1000), attempt => Assert.True(AuditPolicy.IsDrawn(Secret, attempt, 1)));

    [Fact]
    public void IsDrawn_UnderAnotherSecret_DrawsOthers() =>
        Assert.NotEqual(
            Attempts(200).Select(attempt => AuditPolicy.IsDrawn(Secret, attempt, 0.5)),
            Attempts(200).Select(attempt => AuditPolicy.IsDrawn([9], attempt, 0.5)));

    [Fact]
    public void Rate_WhileProving_IsOneAndThenSteady()
    {
        Assert.Equal(1, AuditPolicy.Rate(19, 20, 0.1));
        Assert.Equal(0.1, AuditPolicy.Rate(20, 20, 0.1));
    }

    [Fact]
    public void PsnrDb_WhenEveryValueIsOffByOne_IsFortyEight()
    {
        var one = new PngPicture(1, 2, [10, 10, 10, 10, 10, 10]);
        var other = new PngPicture(1, 2, [11, 9, 11, 9, 11, 9]);

        Assert.Equal(48.13, PictureComparison.PsnrDb(one, other), 2);
        Assert.Equal(double.PositiveInfinity, PictureComparison.PsnrDb(one, one));
    }

    private static IEnumerable<Guid> Attempts(int count)
    {
        var random = new Random(5);
        var bytes = new byte[16];
        for (var index = 0; index < count; index++)
        {
            random.NextBytes(bytes);
            yield return new Guid(bytes);
        }
    }
}
