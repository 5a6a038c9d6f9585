namespace LaionGrid.Coordinator.Ledger;

/// <summary>One account's share of a transaction.</summary>
/// <param name="AmountMflop">Positive gives, negative takes; never zero.</param>
/// <param name="Count">Contributions that the amount stands for: 1 for a picture accepted, negative for those taken back, 0 where an amount only moves on.</param>
internal readonly record struct Line(LedgerAccount Account, long AmountMflop, int Count = 0);

/// <summary>Lines to be posted together under their cause, which happens once.</summary>
/// <param name="WorkId">Opaque id of the kind of work that was accepted; empty where lines only move what was before.</param>
internal sealed record Entry(string Cause, IReadOnlyList<Line> Lines, Guid WorkId = default)
{
    /// <summary>Whether a line brings in the work that the entry is about, and so counts for its kind.</summary>
    public bool IsWork(Line line) => WorkId != Guid.Empty && line.Account.Book == LedgerBook.Pending && line.Count > 0;
}
