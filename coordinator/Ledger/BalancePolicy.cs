using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>One account's share of a transaction.</summary>
internal sealed record Line(AccountId AccountId, long AmountMflop);

/// <summary>The rules of bookkeeping, with no storage behind them.</summary>
internal static class BalancePolicy
{
    /// <summary>The lines of a contribution: what the contributor gains, the network owes.</summary>
    public static IReadOnlyList<Line> Contribution(AccountId contributor, long mflop) =>
        [new(contributor, mflop), new(AccountId.Network, -mflop)];

    /// <exception cref="ArgumentException">The lines do not make a transaction.</exception>
    public static void Demand(IReadOnlyList<Line> lines)
    {
        if (lines.Count < 2 || lines.Any(line => line.AmountMflop == 0))
            throw new ArgumentException("A transaction has at least two lines, none of them zero.", nameof(lines));
        if (lines.Aggregate(0L, (sum, line) => checked(sum + line.AmountMflop)) != 0)
            throw new ArgumentException("A transaction's lines sum to zero.", nameof(lines));
    }
}
