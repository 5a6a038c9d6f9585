using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class TrustPolicyTests
{
    private static readonly VerificationOptions Usual = new();

    [Theory]
    [InlineData(0, 1, 3, 1, 0.5), InlineData(19.49, 1, 3, 1, 0.5)] // proving
    [InlineData(19.99, 0.50025012506253126, 1, 0.25, 1), InlineData(20, 0.5, 1, 0.25, 1), InlineData(50, 0.2, 1, 0.25, 1), InlineData(100, 0.1, 1, 0.25, 1)]
    [InlineData(1_000_000, 0.1, 1, 0.25, 1)] // the floor
    public void Plan_AsAuditsPass_FallsToTheFloorAndNeverBelow(double passed, double rate, int checks, double decodes, double pay) =>
        Assert.Equal(new AuditPlan(rate, checks, decodes, pay), TrustPolicy.Plan(passed, evaluations: 20, faultShare: 0, Usual));

    [Fact]
    public void Canary_OfAnyPlan_LooksAtAllAndPaysTheSame() =>
        Assert.Equal(new AuditPlan(1, int.MaxValue, 1, 1), TrustPolicy.Canary(TrustPolicy.Plan(1000, 20, 0, Usual)));

    [Theory, InlineData(1.01, false), InlineData(0.99, false), InlineData(0.51, false), InlineData(0.49, true), InlineData(0, false)]
    public void IsTooFast_BeyondTwiceTheFastOfItsClass_IsLookedAt(double seconds, bool isTooFast) =>
        Assert.Equal(isTooFast, TrustPolicy.IsTooFast(100, TimeSpan.FromSeconds(seconds), new SpeedQuantiles(10, 50, 100), Usual));

    [Fact]
    public void IsTooFast_WhileNothingIsKnown_IsNever() => Assert.False(TrustPolicy.IsTooFast(100, TimeSpan.FromMilliseconds(1), null, Usual));

    [Theory, InlineData(30, 1), InlineData(31, 2)]
    public void Plan_OfManySteps_ChecksTwo(int steps, int checks) => Assert.Equal(checks, TrustPolicy.Plan(100, steps, 0, Usual).Checks);

    [Theory, InlineData(0.01, 0.1), InlineData(0.1, 0.5), InlineData(0.9, 1)]
    public void Plan_OfAnAccountWithFaults_AuditsMore(double share, double rate) => Assert.Equal(rate, TrustPolicy.Plan(1000, 20, share, Usual).Rate, 9);

    [Theory, InlineData(0, 100), InlineData(30, 50), InlineData(60, 25), InlineData(-1, 100)]
    public void Fade_AfterDays_HalvesInAMonth(double days, double left) =>
        Assert.Equal(left, TrustPolicy.Fade(100, TimeSpan.FromDays(days), TimeSpan.FromDays(30)), 9);

    [Theory]
    [InlineData("Withheld", 100, 100), InlineData("Small", 100, 10), InlineData("Small", 4, 4), InlineData("Gross", 100, 0)]
    public void After_AFault_LeavesAsMuchAsItsWorth(string fault, double passed, double left) => Assert.Equal(left, TrustPolicy.After(Enum.Parse<Fault>(fault), passed, Usual));

    [Theory]
    [InlineData(100, 2, false), InlineData(100, 3, false), InlineData(100, 4, true), InlineData(3, 3, true), InlineData(10_000, 300, false), InlineData(10_000, 301, true)]
    public void IsWithholding_BeyondAShareAndAFew_IsAFault(long asked, long withheld, bool isFault) => Assert.Equal(isFault, TrustPolicy.IsWithholding(asked, withheld, Usual));

    [Fact]
    public void Grade_OfASecondSmallFaultWithinAMonth_IsGross()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);

        Assert.Equal(Fault.Small, TrustPolicy.Grade(Fault.Small, null, now, Usual));
        Assert.Equal(Fault.Small, TrustPolicy.Grade(Fault.Small, now.AddDays(-31), now, Usual));
        Assert.Equal(Fault.Gross, TrustPolicy.Grade(Fault.Small, now.AddDays(-29), now, Usual));
        Assert.Equal(Fault.Withheld, TrustPolicy.Grade(Fault.Withheld, now, now, Usual));
    }
}
