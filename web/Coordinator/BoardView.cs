namespace LaionGrid.Web.Coordinator;

/// <summary>A page of the standings.</summary>
/// <param name="Total">How many have anything in this period.</param>
public sealed record BoardView(BoardKind Kind, Period Period, IReadOnlyList<BoardRow> Rows, int Total);

/// <summary>One standing.</summary>
/// <param name="PreviousRank">At the last midnight UTC; 0 for none.</param>
/// <param name="Name">Of the person, the team or the machine; a bundle's id.</param>
/// <param name="Contributor">The person it belongs to, or is; a team's founder; empty for a bundle.</param>
/// <param name="CreditMflop">Became final in the period.</param>
/// <param name="ProvisionalMflop">Waits for a later audit now, whatever the period.</param>
public sealed record BoardRow(int Rank, int PreviousRank, string Name, string Contributor, long CreditMflop, int Pictures, long ProvisionalMflop);

/// <summary>What a board ranks.</summary>
public enum BoardKind
{
    People,
    Teams,
    Devices,
    Bundles,
}

/// <summary>The last day, week or month, or everything.</summary>
public enum Period
{
    Day,
    Week,
    Month,
    All,
}
