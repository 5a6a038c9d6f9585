using LaionGrid.Web.Coordinator.Boards;

namespace LaionGrid.Web.Leaderboard;

/// <summary>The boards as addresses spell them and people read them.</summary>
internal static class Kinds
{
    /// <summary>Rows a page.</summary>
    public const int PageSize = 50;

    public static IReadOnlyList<BoardText> All { get; } =
    [
        new(BoardKind.People, "people", "People", "contributor", "contributors", "Work is provisional until a later audit of the same machine passes; ranks go by what is final."),
        new(BoardKind.Teams, "teams", "Teams", "team", "teams", "What became final for its members while they were in it counts for a team, and stays with it when they leave."),
        new(BoardKind.Devices, "devices", "Devices", "device", "devices", "Each machine by what it earned itself; ranks go by what is final."),
        new(BoardKind.Families, "families", "Kinds of device", "kind of device", "kinds of device", "All machines that say they render on the same device together."),
        new(BoardKind.Countries, "countries", "Countries", "country", "countries", "People count for the country that they chose on their page; whoever chose none counts for none."),
        new(BoardKind.Bundles, "bundles", "Bundles", "bundle", "bundles", "Each model by the work that was accepted with it, audited or not."),
    ];

    public static BoardText Of(BoardKind kind) => All.Single(text => text.Kind == kind);

    /// <summary>People for nothing; null for a word that is no board.</summary>
    public static BoardKind? Read(string text) => text.Length == 0 ? BoardKind.People : All.Where(one => one.Key == text).Select(one => (BoardKind?)one.Kind).FirstOrDefault();

    /// <summary>Whether its rows are sums over many rows of another board.</summary>
    public static bool IsGroup(BoardKind kind) => kind is BoardKind.Families or BoardKind.Countries;

    /// <summary>Where a board is. People's has the shortest address, so that there is one for each page.</summary>
    public static string PathOf(BoardKind kind, Period period)
    {
        var query = $"period={Periods.KeyOf(period)}";
        return kind == BoardKind.People ? $"/leaderboard?{query}" : $"/leaderboard?of={Of(kind).Key}&{query}";
    }

    /// <summary>Where a row stands on its board.</summary>
    public static string PathTo(BoardKind kind, Period period, BoardRow row) => $"{PathOf(kind, period)}&from={row.Place / PageSize * PageSize}#row-{row.Place}";
}

/// <param name="Rule">What counts, in a sentence.</param>
internal sealed record BoardText(BoardKind Kind, string Key, string Title, string One, string Many, string Rule);
