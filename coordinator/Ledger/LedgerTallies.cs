using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Which tallies the ledger's lines add to: for each owner, and for each of its devices, what became final and how many contributions it made, and three totals of the whole grid.</summary>
internal static class LedgerTallies
{
    /// <summary>The network's own balance.</summary>
    public static TallySubject Network { get; } = TallySubject.Of(AccountId.Network);

    /// <summary>All that is final: escrow and contribution of everybody.</summary>
    public static TallySubject Final { get; } = new(new Guid("00000000-0000-7000-8000-000000000102"));

    /// <summary>All that is pending.</summary>
    public static TallySubject Provisional { get; } = new(new Guid("00000000-0000-7000-8000-000000000103"));

    /// <summary>What lines add, whose amounts may be sums.</summary>
    public static IEnumerable<Addition> Of(IEnumerable<Line> lines, DateTimeOffset at) =>
        from line in lines
        from share in Shares(line)
        group share by share.Subject into sum
        let addition = new Addition(sum.Key, at, sum.Sum(share => share.Amount), sum.Sum(share => share.Count))
        where addition.Amount != 0 || addition.Count != 0
        select addition;

    private static IEnumerable<(TallySubject Subject, long Amount, long Count)> Shares(Line line)
    {
        if (line.Account == LedgerAccount.Network)
            yield return (Network, line.AmountMflop, line.Count);
        if (!line.Account.IsContributed)
            yield break;
        var final = line.Account.Book == LedgerBook.Pending ? 0 : line.AmountMflop;
        yield return (TallySubject.Of(line.Account.Owner), final, line.Count);
        if (line.Account.Holder != Guid.Empty)
            yield return (new(line.Account.Holder), final, line.Count);
        yield return (Final, final, 0);
        yield return (Provisional, line.AmountMflop - final, 0);
    }
}
