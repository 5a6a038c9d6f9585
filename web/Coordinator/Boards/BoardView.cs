using System.Text.Json.Serialization;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>A page of the standings.</summary>
/// <param name="Total">How many have anything in this period.</param>
public sealed record BoardView(BoardKind Kind, Period Period, IReadOnlyList<BoardRow> Rows, int Total);

/// <summary>One standing.</summary>
/// <param name="PreviousRank">At the last midnight UTC; 0 for none.</param>
/// <param name="Name">Of the person, the team or the machine; a bundle's id.</param>
/// <param name="Contributor">The person it belongs to, or is; a team's founder; empty for a bundle.</param>
/// <param name="CreditMflop">Became final in the period.</param>
/// <param name="ProvisionalMflop">Waits for a later audit now, whatever the period.</param>
public sealed record BoardRow(int Rank, int PreviousRank, string Name, string Contributor, long CreditMflop, int Pictures, long ProvisionalMflop)
{
    /// <summary>How many rows stand before it.</summary>
    [JsonIgnore]
    public int Place { get; init; }

    /// <summary>What became final on each of the last 30 days, today last; empty when nobody asked.</summary>
    [JsonIgnore]
    public IReadOnlyList<long> Days { get; init; } = [];
}

/// <summary>Sums over many rows that have something in common.</summary>
/// <param name="CountedAt">They are counted every few minutes.</param>
public sealed record GroupsView(BoardKind Kind, Period Period, IReadOnlyList<GroupRow> Rows, DateTimeOffset CountedAt);

/// <summary>One group's standing.</summary>
/// <param name="Name">A device's name, or a country's code of ISO 3166-1.</param>
/// <param name="Members">Contributors or machines with something final in the period.</param>
public sealed record GroupRow(int Rank, string Name, long CreditMflop, long Pictures, int Members);

/// <summary>What a board ranks.</summary>
public enum BoardKind
{
    People,
    Teams,
    Devices,

    /// <summary>Devices of one name, summed.</summary>
    Families,

    /// <summary>People by the country that they chose, summed.</summary>
    Countries,
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
