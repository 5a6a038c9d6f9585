using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>What a board ranks.</summary>
internal enum BoardKind
{
    People,
    Devices,

    /// <summary>By what became final for members while they were in it. What is provisional belongs to the members alone, and is not shown.</summary>
    Teams,

    /// <summary>By what was accepted, at once and for good.</summary>
    Bundles,
}

/// <summary>How far back a board counts, from the start of the hour in which that was.</summary>
internal enum BoardPeriod
{
    Day,
    Week,
    Month,
    AllTime,
}

/// <summary>What a posting adds for its owner, its device, its team and its bundle.</summary>
/// <param name="Hour">Start of the hour it was posted in.</param>
internal readonly record struct BoardAddition(Guid Owner, Guid Device, Guid Team, Guid Bundle, DateTimeOffset Hour, long Final, long Provisional, int Pictures)
{
    /// <summary>The subject that a kind of board counts it for; empty for none.</summary>
    public Guid SubjectOf(BoardKind kind) => kind switch
    {
        BoardKind.People => Owner,
        BoardKind.Devices => Device,
        BoardKind.Teams => Team,
        _ => Bundle,
    };

    /// <summary>What a kind of board ranks by, and what it shows beside.</summary>
    public (long Ranked, long Provisional) AmountsOf(BoardKind kind) => kind switch
    {
        BoardKind.Teams => (Final, 0),
        BoardKind.Bundles => (Final + Provisional, 0),
        _ => (Final, Provisional),
    };
}

/// <summary>All boards at one instant of the ledger, in memory: about 380 bytes for each contributor, device, team and bundle. For one thread at a time.</summary>
internal sealed class BoardSet
{
    private readonly Dictionary<BoardKind, (Roster Roster, RankedBoard[] Boards)> _kinds = Enum.GetValues<BoardKind>().ToDictionary(kind => kind, _ =>
    {
        var roster = new Roster();
        return (roster, Enum.GetValues<BoardPeriod>().Select(_ => new RankedBoard(roster)).ToArray());
    });

    /// <summary>When it was built: decides which midnight ranks are compared with, and recent averages are weighed as of it.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>The windows are those of this instant.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>Leaves of the ledger's log that are counted.</summary>
    public required long LogSize { get; set; }

    /// <summary>Transactions that are counted, and had no place in the log then.</summary>
    public required HashSet<Guid> Early { get; set; }

    public Roster Roster(BoardKind kind) => _kinds[kind].Roster;

    public RankedBoard Board(BoardKind kind, BoardPeriod period) => _kinds[kind].Boards[(int)period];

    /// <summary>Gives an account another name, and its devices with it; a team keeps its own.</summary>
    public void Rename(Guid account, string name)
    {
        foreach (var (kind, (roster, boards)) in _kinds)
            foreach (var slot in roster.SlotsOf(account))
            {
                foreach (var board in boards)
                    board.Take(slot); // equal ones stand by name
                roster.Rename(slot, kind is BoardKind.People or BoardKind.Devices ? name : roster[slot].Name, name);
                foreach (var board in boards)
                    board.Put(slot);
            }
    }

    /// <summary>The hour that a period's window begins with.</summary>
    public static DateTimeOffset StartOf(BoardPeriod period, DateTimeOffset now) => period switch
    {
        BoardPeriod.Day => now.AddDays(-1).Floor(TallySpan.Hour),
        BoardPeriod.Week => now.AddDays(-7).Floor(TallySpan.Hour),
        BoardPeriod.Month => now.AddDays(-30).Floor(TallySpan.Hour),
        _ => DateTimeOffset.UnixEpoch,
    };

    /// <summary>Counts a posting on every board whose window it lies in: O(log n) on each.</summary>
    public void Add(BoardAddition addition)
    {
        foreach (var (kind, (roster, boards)) in _kinds)
            if (roster.Find(addition.SubjectOf(kind)) is { } slot)
            {
                var (ranked, provisional) = addition.AmountsOf(kind);
                foreach (var board in boards)
                    board.Take(slot);
                roster.AddProvisional(slot, provisional);
                roster.AddRecent(slot, ranked * RecentAverage.Weigh(addition.Hour, BuiltAt));
                foreach (var period in Enum.GetValues<BoardPeriod>())
                    if (addition.Hour >= StartOf(period, At))
                        boards[(int)period].Add(slot, ranked, addition.Pictures);
                foreach (var board in boards)
                    board.Put(slot);
            }
    }

    /// <summary>Takes from one period what lies before its window now.</summary>
    public void Expire(BoardPeriod period, Addition sum)
    {
        foreach (var (roster, boards) in _kinds.Values)
            if (roster.Find(sum.Subject.Value) is { } slot)
            {
                boards[(int)period].Take(slot);
                boards[(int)period].Add(slot, -sum.Amount, -sum.Count);
                boards[(int)period].Put(slot);
            }
    }
}
