namespace LaionGrid.Coordinator.Leaderboards.Groups;

/// <summary>One group's standing; equal sums share a rank.</summary>
internal sealed record GroupStanding(int Rank, string Name, long CreditMflop, long Pictures, int Members);

/// <summary>Groups of one kind as they were at an instant.</summary>
internal sealed record CountedGroups(DateTimeOffset At, IReadOnlyDictionary<BoardPeriod, IReadOnlyList<GroupStanding>> Periods);

/// <summary>Adds up what members have on the boards of each period. For one thread at a time.</summary>
internal sealed class GroupSums(GroupKind kind)
{
    /// <summary>Devices name themselves, so there may be any number of families.</summary>
    private const int Most = 250;

    private readonly Dictionary<BoardPeriod, Dictionary<string, Sum>> _sums = Enum.GetValues<BoardPeriod>().ToDictionary(period => period, _ => new Dictionary<string, Sum>(StringComparer.Ordinal));

    public void Add(BoardSet boards, IEnumerable<Member> members)
    {
        var (board, roster) = (GroupRows.BoardOf(kind), boards.Roster(GroupRows.BoardOf(kind)));
        foreach (var member in members)
            if (roster.Find(member.Id) is { } slot)
                foreach (var (period, sums) in _sums)
                    if (boards.Board(board, period) is var one && one.Shown(slot) is > 0 and var mflop)
                        sums[member.Group] = sums.GetValueOrDefault(member.Group).With(mflop, one.Pictures(slot));
    }

    public CountedGroups Rank(DateTimeOffset at) => new(at, _sums.ToDictionary(pair => pair.Key, IReadOnlyList<GroupStanding> (pair) => Rank(pair.Value)));

    private static List<GroupStanding> Rank(Dictionary<string, Sum> sums)
    {
        var rows = new List<GroupStanding>();
        foreach (var (name, sum) in sums.OrderByDescending(pair => pair.Value.Mflop).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Most))
            rows.Add(new(rows.Count > 0 && rows[^1].CreditMflop == sum.Mflop ? rows[^1].Rank : rows.Count + 1, name, sum.Mflop, sum.Pictures, sum.Members));
        return rows;
    }

    private readonly record struct Sum(long Mflop, long Pictures, int Members)
    {
        public Sum With(long mflop, long pictures) => new(Mflop + mflop, Pictures + pictures, Members + 1);
    }
}
