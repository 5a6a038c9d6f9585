namespace LaionGrid.Web.Coordinator;

/// <summary>A page of the standings.</summary>
/// <param name="Total">Contributors with anything in this period.</param>
public sealed record BoardView(Period Period, IReadOnlyList<BoardRow> Rows, int Total);

/// <summary>One contributor's standing.</summary>
/// <param name="CreditMflop">Became final in the period.</param>
/// <param name="ProvisionalMflop">Waits for a later audit now, whatever the period.</param>
public sealed record BoardRow(int Rank, string Name, long CreditMflop, int Pictures, long ProvisionalMflop);

/// <summary>The last day, week or month, or everything.</summary>
public enum Period
{
    Day,
    Week,
    Month,
    All,
}
