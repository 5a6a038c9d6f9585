using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Leases;

namespace LaionGrid.Coordinator.Tests.Leases;

public sealed class CheckerPolicyTests
{
    [Theory]
    [InlineData(2, 2, null, null, true), InlineData(2, 2, "x", null, true), InlineData(2, 2, null, "y", true), InlineData(2, 2, "x", "y", true)]
    [InlineData(2, 2, "x", "x", false)] // one network
    [InlineData(2, 1, "x", "y", false)] // one owner
    [InlineData(1, 1, null, null, false), InlineData(3, 2, "x", "y", false)] // itself; one that has answered
    public void MayCheck_OfAVolunteer_WantsAnotherOwnerInAnotherNetwork(int worker, int owner, string? block, string? other, bool may) =>
        Assert.Equal(may, CheckerPolicy.MayCheck(new(WorkerOf(worker), WorkerRole.Volunteer, OwnerOf(owner), block), new(WorkerOf(1), OwnerOf(1), other, true, new HashSet<WorkerId> { WorkerOf(3) })));

    [Fact]
    public void MayCheck_OfAVolunteer_WantsThatItIsLeftToThemAndThatItsOwnerHasNotCheckedThisOnesLately()
    {
        var work = new CheckedWork(WorkerOf(1), OwnerOf(1), null, true, new HashSet<WorkerId>()) { Lately = new HashSet<AccountId> { OwnerOf(2) } };

        Assert.False(CheckerPolicy.MayCheck(new(WorkerOf(2), WorkerRole.Volunteer, OwnerOf(2), null), work));
        Assert.True(CheckerPolicy.MayCheck(new(WorkerOf(3), WorkerRole.Volunteer, OwnerOf(3), null), work));
        Assert.False(CheckerPolicy.MayCheck(new(WorkerOf(3), WorkerRole.Volunteer, OwnerOf(3), null), work with { IsForVolunteers = false }));
        Assert.True(CheckerPolicy.MayCheck(new(WorkerOf(2), WorkerRole.Referee, OwnerOf(2), null), work with { IsForVolunteers = false }));
    }

    /// <summary>On one PC the operator's referee and the worker are one network, and may be one account.</summary>
    [Theory, InlineData(2, true), InlineData(3, false)]
    public void MayCheck_OfTheOperatorsReferee_WantsOnlyThatItHasNotAnswered(int worker, bool may) =>
        Assert.Equal(may, CheckerPolicy.MayCheck(new(WorkerOf(worker), WorkerRole.Referee, OwnerOf(1), "x"), new(WorkerOf(1), OwnerOf(1), "x", false, new HashSet<WorkerId> { WorkerOf(3) })));

    [Fact]
    public void MayCheck_OfAnybody_IsNeverItselfNorTwice() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, byte, bool, byte[])>(), one =>
    {
        var (worker, owner, maker, isReferee, answered) = one;
        var work = new CheckedWork(WorkerOf(maker % 4), OwnerOf(maker % 3), "x", true, answered.Select(other => WorkerOf(other % 4)).ToHashSet());
        var checker = new Checker(WorkerOf(worker % 4), isReferee ? WorkerRole.Referee : WorkerRole.Volunteer, OwnerOf(owner % 3), null);

        var may = CheckerPolicy.MayCheck(checker, work);

        Assert.False(may && (checker.WorkerId == work.WorkerId || work.Answered.Contains(checker.WorkerId)));
        Assert.False(may && !isReferee && checker.AccountId == work.AccountId);
    }));

    private static WorkerId WorkerOf(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static AccountId OwnerOf(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
