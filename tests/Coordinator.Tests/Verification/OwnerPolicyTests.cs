using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class OwnerPolicyTests
{
    private static readonly VerificationOptions Usual = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory, InlineData(null, false), InlineData(89.9, true), InlineData(90.0, false), InlineData(0.0, true)]
    public void IsRepeat_WithinThreeMonths_Is(double? daysSince, bool isRepeat) =>
        Assert.Equal(isRepeat, OwnerPolicy.IsRepeat(daysSince is { } days ? Now.AddDays(-days) : null, Now, Usual));

    [Theory, InlineData(4, true, 1, 0.5), InlineData(5, true, 1, 1), InlineData(5, false, 1, 0.5), InlineData(40, true, 0.25, 1), InlineData(40, false, 0.25, 1)]
    public void Plan_OfAWorkerThatIsVouchedFor_ProvesItSooner(double passed, bool isVouchedFor, double rate, double pay)
    {
        var plan = TrustPolicy.Plan(passed, 20, 0, Usual, isVouchedFor);

        Assert.Equal((rate, pay), (plan.Rate, plan.PayShare));
    }

    [Fact]
    public void Vouching_WhateverIsSet_NeverAsksForMore() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(ushort, ushort, ushort, byte)>(), one =>
    {
        var (proving, vouched, passed, steps) = one;
        var options = new VerificationOptions { ProvingAudits = proving, VouchedAudits = vouched };

        Assert.True(OwnerPolicy.ProvingAudits(true, options) <= OwnerPolicy.ProvingAudits(false, options));
        Assert.True(TrustPolicy.Plan(passed, steps, 0, options, true).Rate <= TrustPolicy.Plan(passed, steps, 0, options).Rate);
    }));
}
