using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>
/// The transactions there are, as lines. Contribution goes Network, Pending, Escrow, Contribution, and back to the Network when it is
/// forfeited; priority is minted as contribution becomes free, and spent through a reservation. Pure: whether a balance suffices is the journal's to see.
/// </summary>
internal static class CreditPolicy
{
    /// <summary>An attempt of the holder was accepted.</summary>
    public static IReadOnlyList<Line> Provisional(AccountId owner, Guid holder, long mflop) =>
        [new(Pending(owner, holder), Positive(mflop), Count: 1), new(LedgerAccount.Network, -mflop, Count: -1)];

    /// <summary>A later audit of the holder passed: some of its pending becomes final, and some of its escrow free, with as much priority.</summary>
    /// <param name="toEscrow">From pending, 0 or more.</param>
    /// <param name="toContribution">From escrow, 0 or more; may be what came there just now.</param>
    /// <returns>No line when both are 0: then there is nothing to post.</returns>
    public static IReadOnlyList<Line> Promote(AccountId owner, Guid holder, long toEscrow, long toContribution) =>
    [
        .. Move(Pending(owner, holder), Escrow(owner, holder), toEscrow),
        .. Move(Escrow(owner, holder), Contribution(owner, holder), toContribution),
        .. Move(LedgerAccount.Network, Priority(owner), toContribution),
    ];

    /// <summary>The holder was caught: what is not free yet is lost.</summary>
    /// <param name="count">How many contributions that takes back.</param>
    public static IReadOnlyList<Line> Forfeit(AccountId owner, Guid holder, long pending, long escrow, int count = 1)
    {
        var total = checked(pending + escrow);
        if (pending < 0 || escrow < 0 || total == 0)
            throw new ArgumentOutOfRangeException(nameof(pending), "Nothing to forfeit, or less.");
        var first = true;
        var lines = new List<Line>();
        foreach (var (account, mflop) in new[] { (Pending(owner, holder), pending), (Escrow(owner, holder), escrow) })
        {
            if (mflop == 0)
                continue;
            lines.Add(new(account, -mflop, first ? -count : 0));
            first = false;
        }
        return [.. lines, new(LedgerAccount.Network, total, count)];
    }

    /// <summary>A forfeit was wrong: as much comes back, into escrow, and what is pending of that attempt is settled with it.</summary>
    /// <param name="pending">0 or more.</param>
    /// <param name="lost">What had been forfeited, 0 or more.</param>
    /// <param name="count">How many contributions that had taken back.</param>
    /// <returns>No line when both are 0: then there is nothing to post.</returns>
    public static IReadOnlyList<Line> Restore(AccountId owner, Guid holder, long pending, long lost, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lost);
        IEnumerable<Line> back = lost == 0 ? [] : [new(Escrow(owner, holder), lost, count), new(LedgerAccount.Network, -lost, -count)];
        return [.. Move(Pending(owner, holder), Escrow(owner, holder), pending), .. back];
    }

    /// <summary>Free contribution was wrong and goes back, with the priority that came of it as far as it is there still.</summary>
    /// <param name="priority">At most what the owner has.</param>
    public static IReadOnlyList<Line> Withdraw(AccountId owner, Guid holder, long contribution, long priority, int count = 1) =>
    [
        new(Contribution(owner, holder), -Positive(contribution), -count), new(LedgerAccount.Network, contribution, count),
        .. Move(Priority(owner), LedgerAccount.Network, priority),
    ];

    /// <summary>Undoes a transaction by its opposite, under a cause of its own.</summary>
    public static IReadOnlyList<Line> Reverse(IReadOnlyList<Line> lines) =>
        [.. lines.Select(line => line with { AmountMflop = checked(-line.AmountMflop), Count = -line.Count })];

    public static IReadOnlyList<Line> Reserve(AccountId owner, long mflop) => [.. Move(Priority(owner), Reserved(owner), Positive(mflop))];

    public static IReadOnlyList<Line> Release(AccountId owner, long mflop) => [.. Move(Reserved(owner), Priority(owner), Positive(mflop))];

    public static IReadOnlyList<Line> Spend(AccountId owner, long mflop) => [.. Move(Reserved(owner), LedgerAccount.Network, Positive(mflop))];

    /// <summary>Spends priority at once, where nothing has to be set aside meanwhile.</summary>
    public static IReadOnlyList<Line> Pay(AccountId owner, long mflop) => [.. Move(Priority(owner), LedgerAccount.Network, Positive(mflop))];

    /// <summary>Priority for something else than compute, which never contributes: an answer about a picture.</summary>
    public static IReadOnlyList<Line> Reward(AccountId owner, long mflop) => [.. Move(LedgerAccount.Network, Priority(owner), Positive(mflop))];

    public static LedgerAccount Pending(AccountId owner, Guid holder) => new(owner, LedgerBook.Pending, holder);

    public static LedgerAccount Escrow(AccountId owner, Guid holder) => new(owner, LedgerBook.Escrow, holder);

    public static LedgerAccount Contribution(AccountId owner, Guid holder) => new(owner, LedgerBook.Contribution, holder);

    public static LedgerAccount Priority(AccountId owner) => new(owner, LedgerBook.Priority, Guid.Empty);

    public static LedgerAccount Reserved(AccountId owner) => new(owner, LedgerBook.Reserved, Guid.Empty);

    private static IEnumerable<Line> Move(LedgerAccount from, LedgerAccount to, long mflop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mflop);
        return mflop == 0 ? [] : [new(from, -mflop), new(to, mflop)];
    }

    private static long Positive(long mflop)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mflop);
        return mflop;
    }
}
