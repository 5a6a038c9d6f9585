using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;

namespace LaionGrid.Coordinator.Tests;

/// <summary>Whole lives of credit in one transaction, for tests that care for sums alone.</summary>
internal static class Credit
{
    /// <summary>Accepted, audited and free at once; a negative amount is the opposite of that.</summary>
    public static IReadOnlyList<Line> Final(AccountId owner, long mflop, Guid holder = default)
    {
        var amount = Math.Abs(mflop);
        IReadOnlyList<Line> lines = [.. CreditPolicy.Provisional(owner, holder, amount), .. CreditPolicy.Promote(owner, holder, amount, amount)];
        return mflop > 0 ? lines : CreditPolicy.Reverse(lines);
    }
}
