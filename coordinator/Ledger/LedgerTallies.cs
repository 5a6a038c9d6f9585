using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Which tallies the ledger's lines add to: for each owner, for each of its devices and for the team it is in, what became final and how many contributions it made; for each kind of work, what was accepted; and three totals of the whole grid.</summary>
internal static class LedgerTallies
{
    /// <summary>The network's own balance.</summary>
    public static TallySubject Network { get; } = TallySubject.Of(AccountId.Network);

    /// <summary>All that is final: escrow and contribution of everybody.</summary>
    public static TallySubject Final { get; } = new(new Guid("00000000-0000-7000-8000-000000000102"));

    /// <summary>All that is pending.</summary>
    public static TallySubject Provisional { get; } = new(new Guid("00000000-0000-7000-8000-000000000103"));

    /// <summary>What lines add, whose amounts may be sums.</summary>
    /// <param name="teams">The teams that accounts are in, of those that are.</param>
    public static IEnumerable<Addition> Of(IEnumerable<Line> lines, IReadOnlyDictionary<AccountId, Guid> teams, DateTimeOffset at) =>
        from line in lines
        from share in Shares(line, teams.TryGetValue(line.Account.Owner, out var team) ? team : null)
        group share by share.Subject into sum
        let addition = new Addition(sum.Key, at, sum.Sum(share => share.Amount), sum.Sum(share => share.Count))
        where addition.Amount != 0 || addition.Count != 0
        select addition;

    /// <summary>What entries add to kinds of work, at once and for good: what became of the credit later does not unmake the pictures.</summary>
    public static IEnumerable<Addition> OfWork(IEnumerable<Entry> entries, DateTimeOffset at) =>
        from entry in entries
        from line in entry.Lines.Where(entry.IsWork)
        group line by entry.WorkId into work
        select new Addition(new(work.Key), at, work.Sum(line => line.AmountMflop), work.Sum(line => line.Count));

    private static IEnumerable<(TallySubject Subject, long Amount, long Count)> Shares(Line line, Guid? team)
    {
        if (line.Account == LedgerAccount.Network)
            yield return (Network, line.AmountMflop, line.Count);
        if (!line.Account.IsContributed)
            yield break;
        var final = line.Account.Book == LedgerBook.Pending ? 0 : line.AmountMflop;
        yield return (TallySubject.Of(line.Account.Owner), final, line.Count);
        if (line.Account.Holder != Guid.Empty)
            yield return (new(line.Account.Holder), final, line.Count);
        if (team is { } one)
            yield return (new(one), final, line.Count);
        yield return (Final, final, 0);
        yield return (Provisional, line.AmountMflop - final, 0);
    }
}
