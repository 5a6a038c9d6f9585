using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Verification;
using LaionGrid.Coordinator.Verification.Audits;
using LaionGrid.Coordinator.Verification.Trusting;

namespace LaionGrid.Coordinator.Tests.Verification;

public sealed class VolunteerPolicyTests
{
    private const double Tau = 1e-3;
    private static readonly VerificationOptions Usual = new();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory, InlineData(39.4, null, false), InlineData(40, null, true), InlineData(1000, 31.0, true), InlineData(1000, 29.0, false)]
    public void IsProven_WantsAuditsPassedAndAMonthWithoutFault(double passed, double? daysSinceFault, bool isProven) =>
        Assert.Equal(isProven, VolunteerPolicy.IsProven(passed, daysSinceFault is { } days ? Now.AddDays(-days) : null, Now, Usual));

    [Theory]
    [InlineData(0, 0.5, true)] // it agreed with a lie
    [InlineData(0.9, 1e-4, true)] // its answer is none
    [InlineData(0.5, 0.501, false)] // both find the fault
    [InlineData(1.2e-3, 1e-4, false)] // its card rounds otherwise
    public void IsWrong_OfOutputs_WhenTheTwoMustBeFarApart(double volunteers, double referees, bool isWrong) =>
        Assert.Equal(isWrong, VolunteerPolicy.IsWrong([CheckOf(3, volunteers, Tau)], [CheckOf(3, referees, Tau)], Usual));

    [Theory, InlineData(1000, 20, true), InlineData(20, 80, true), InlineData(70, 80, false), InlineData(44, 46, false), InlineData(20, 20.1, false)]
    public void IsWrong_OfADecoding_WhenTheTwoMustBeUnlike(double volunteers, double referees, bool isWrong) =>
        Assert.Equal(isWrong, VolunteerPolicy.IsWrong([CheckOf(AuditCheck.Picture, volunteers, 45)], [CheckOf(AuditCheck.Picture, referees, 45)], Usual));

    /// <summary>Whatever was claimed: a volunteer whose own outputs are near the referee's is never found wrong.</summary>
    [Fact]
    public void IsWrong_OfAnHonestVolunteer_IsNever() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(ushort, ushort, bool)>(), one =>
    {
        var (claimed, error, isFarther) = one;
        var (referees, own) = (claimed * 1e-4, error / 65_536.0 * Usual.GrossTimes * Tau);

        Assert.False(VolunteerPolicy.IsWrong([CheckOf(0, Math.Max(0, isFarther ? referees + own : referees - own), Tau)], [CheckOf(0, referees, Tau)], Usual));
    }));

    private static AuditCheck CheckOf(int evaluation, double raw, double bound) => new()
    {
        AttemptId = default(AttemptId), RecheckId = default(AttemptId), Evaluation = evaluation, Raw = raw, RawBound = bound, Guided = 0, GuidedBound = bound, IsWithin = raw <= bound,
    };
}
