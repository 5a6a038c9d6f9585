namespace LaionGrid.Web.Coordinator;

/// <summary>A page of the standings.</summary>
/// <param name="Total">Contributors with anything in this period.</param>
public sealed record BoardView(Period Period, IReadOnlyList<BoardRow> Rows, int Total);

/// <summary>One contributor's standing.</summary>
public sealed record BoardRow(int Rank, string Name, long CreditMflop, int Pictures);

/// <summary>The last day, week or month, or everything.</summary>
public enum Period
{
    Day,
    Week,
    Month,
    All,
}
