namespace LaionGrid.Coordinator.Ledger;

/// <summary>What makes lines a transaction, with no storage behind it.</summary>
internal static class BalancePolicy
{
    public const int MaxLines = 16;
    public const int MaxCauseLength = 100;

    /// <exception cref="ArgumentException">The entry is no transaction.</exception>
    /// <exception cref="OverflowException">Its sum is beyond what an amount can be.</exception>
    public static void Demand(Entry entry)
    {
        var lines = entry.Lines;
        if (entry.Cause.Length is 0 or > MaxCauseLength || entry.Cause.Any(letter => letter is <= ' ' or > '~'))
            throw new ArgumentException($"A cause has 1 to {MaxCauseLength} letters without blanks.", nameof(entry)); // it is a word of the public log
        if (lines.Count is < 2 or > MaxLines || lines.Any(line => line.AmountMflop == 0))
            throw new ArgumentException($"A transaction has 2 to {MaxLines} lines, none of them zero.", nameof(entry));
        if (lines.Aggregate(0L, (sum, line) => checked(sum + line.AmountMflop)) != 0 || lines.Aggregate(0, (sum, line) => checked(sum + line.Count)) != 0)
            throw new ArgumentException("A transaction's lines sum to zero, and so do their counts.", nameof(entry));
        if (lines.Any(line => line.Account.Book == LedgerBook.Network && line.Account != LedgerAccount.Network))
            throw new ArgumentException("The network's book has one account.", nameof(entry));
        if (lines.Select(line => line.Account.Holder).Where(holder => holder != Guid.Empty).Distinct().Count() > 1)
            throw new ArgumentException("A transaction is about one holder at most.", nameof(entry)); // its receipt has one addressee
    }

    /// <summary>What the lines change, one sum for each account that they change.</summary>
    public static IEnumerable<Line> Net(IEnumerable<Line> lines) =>
        from line in lines
        group line by line.Account into account
        let sum = new Line(account.Key, account.Aggregate(0L, (total, line) => checked(total + line.AmountMflop)), account.Sum(line => line.Count))
        where sum.AmountMflop != 0 || sum.Count != 0
        select sum;
}
