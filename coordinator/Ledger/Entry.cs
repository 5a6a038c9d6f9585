namespace LaionGrid.Coordinator.Ledger;

/// <summary>One account's share of a transaction.</summary>
/// <param name="AmountMflop">Positive gives, negative takes; never zero.</param>
/// <param name="Count">Contributions that the amount stands for: 1 for a picture accepted, negative for those taken back, 0 where an amount only moves on.</param>
internal readonly record struct Line(LedgerAccount Account, long AmountMflop, int Count = 0);

/// <summary>Lines to be posted together under their cause, which happens once.</summary>
internal sealed record Entry(string Cause, IReadOnlyList<Line> Lines);
