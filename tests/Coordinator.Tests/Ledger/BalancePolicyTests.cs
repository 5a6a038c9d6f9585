using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;

namespace LaionGrid.Coordinator.Tests.Ledger;

public sealed class BalancePolicyTests
{
    private static readonly AccountId Someone = new(new Guid("11111111-1111-7111-8111-111111111111"));

    [Fact]
    public void Contribution_WhateverTheAmount_SumsToZero() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(amount => amount is not (0 or long.MinValue)), amount =>
        {
            var lines = BalancePolicy.Contribution(Someone, amount);
            BalancePolicy.Demand(lines);
            return lines.Sum(line => line.AmountMflop) == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Demand_WhenLinesDoNotBalance_Throws()
    {
        Assert.Throws<ArgumentException>(() => BalancePolicy.Demand([new(Someone, 5), new(AccountId.Network, -4)]));
        Assert.Throws<ArgumentException>(() => BalancePolicy.Demand([new(Someone, 0), new(AccountId.Network, 0)]));
        Assert.Throws<ArgumentException>(() => BalancePolicy.Demand([]));
        Assert.Throws<OverflowException>(() => BalancePolicy.Demand([new(Someone, long.MaxValue), new(Someone, 1), new(AccountId.Network, long.MinValue)]));
    }
}
