using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class BalancePolicyTests
{
    private static readonly AccountId Someone = new(new Guid("11111111-1111-7111-8111-111111111111"));
    private static readonly Guid Device = new("22222222-2222-7222-8222-222222222222");
    private static readonly Guid Other = new("33333333-3333-7333-8333-333333333333");
    private static readonly LedgerAccount Pending = CreditPolicy.Pending(Someone, Device);

    [Fact]
    public void Policies_WhateverTheAmounts_MakeTransactionsAndTheirReverseUndoesThem() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue).Three().ToArbitrary(), three =>
        {
            var (a, b, count) = ((long)three.Item1 << 20, (long)three.Item2 << 20, three.Item3);
            IReadOnlyList<Line>[] all =
            [
                CreditPolicy.Provisional(Someone, Device, a), CreditPolicy.Promote(Someone, Device, a, b), CreditPolicy.Promote(Someone, Device, a, 0),
                CreditPolicy.Promote(Someone, Device, 0, b), CreditPolicy.Forfeit(Someone, Device, a, b, count), CreditPolicy.Forfeit(Someone, Device, 0, b, count),
                CreditPolicy.Withdraw(Someone, Device, a, b, count), CreditPolicy.Reserve(Someone, a), CreditPolicy.Release(Someone, a), CreditPolicy.Spend(Someone, a),
            ];
            foreach (var lines in all)
            {
                BalancePolicy.Demand(new("cause", lines));
                BalancePolicy.Demand(new("undone", CreditPolicy.Reverse(lines)));
                Assert.Empty(BalancePolicy.Net(lines.Concat(CreditPolicy.Reverse(lines))));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Promote_OfNothing_HasNoLines() => Assert.Empty(CreditPolicy.Promote(Someone, Device, 0, 0));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Amount_ThatIsNotPositive_IsRefused(long mflop)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditPolicy.Provisional(Someone, Device, mflop));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditPolicy.Forfeit(Someone, Device, mflop, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditPolicy.Reserve(Someone, mflop));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditPolicy.Promote(Someone, Device, 5, -1));
    }

    [Fact]
    public void Demand_WhenLinesDoNotBalance_Throws()
    {
        Refuses([new(Pending, 5), new(LedgerAccount.Network, -4)]);
        Refuses([new(Pending, 5, 1), new(LedgerAccount.Network, -5)]);
        Refuses([new(Pending, 0), new(LedgerAccount.Network, 0)]);
        Refuses([]);
        Refuses([new(Pending, 5), new(new(Someone, LedgerBook.Network, Guid.Empty), -5)]);
        Refuses([new(Pending, 5), new(CreditPolicy.Pending(Someone, Other), -5)]);
        Refuses([.. Enumerable.Repeat(new Line(Pending, 1), 9), .. Enumerable.Repeat(new Line(LedgerAccount.Network, -1), 9)]);
        Assert.Throws<OverflowException>(() => BalancePolicy.Demand(new("c", [new(Pending, long.MaxValue), new(Pending, 1), new(LedgerAccount.Network, long.MinValue)])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("näh")]
    public void Demand_WhenTheCauseIsNoWord_Throws(string cause) =>
        Assert.Throws<ArgumentException>(() => BalancePolicy.Demand(new(cause, CreditPolicy.Provisional(Someone, Device, 5))));

    private static void Refuses(IReadOnlyList<Line> lines) => Assert.Throws<ArgumentException>(() => BalancePolicy.Demand(new("cause", lines)));
}
