using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>
/// What boards lack of the ledger, read in one snapshot and counted afterwards at once. A transaction stands in the log or waits for its place there, never
/// both or neither, so each is counted once: those that wait are remembered until they have a place.
/// </summary>
internal sealed class FollowLedger
{
    private readonly DateTimeOffset _now;
    private readonly long _size;
    private readonly HashSet<Guid> _waiting;
    private readonly List<BoardAddition> _additions;
    private readonly List<(BoardPeriod Period, List<Addition> Sums)> _expired = [];
    private readonly List<(BoardKind Kind, List<Entrant> Entrants)> _newcomers = [];

    private FollowLedger(DateTimeOffset now, long size, HashSet<Guid> waiting, List<BoardAddition> additions) =>
        (_now, _size, _waiting, _additions) = (now, size, waiting, additions);

    /// <summary>Reads; the boards are only looked at.</summary>
    public static async Task<FollowLedger> ReadAsync(GridDb db, BoardSet boards, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var size = await BoardRows.LogSizeAsync(db, cancellationToken);
        var waiting = await BoardRows.WaitingAsync(db, cancellationToken);
        var leaves = size == boards.LogSize ? [] : await BoardRows.LeavesAsync(db, boards.LogSize, size, cancellationToken);
        leaves.RemoveAll(leaf => boards.Early.Contains(leaf.Transaction));
        leaves.AddRange(await BoardRows.TransactionsAsync(db, waiting.Where(id => !boards.Early.Contains(id)).ToList(), cancellationToken));
        var news = new FollowLedger(now, size, waiting, leaves.ConvertAll(leaf => leaf.Addition));
        await news.ReadExpiredAsync(db, boards, cancellationToken);
        await news.ReadNewcomersAsync(db, boards, cancellationToken);
        return news;
    }

    /// <summary>Counts what was read. It cannot fail halfway: all that may be refused was read before.</summary>
    public void Count(BoardSet boards)
    {
        foreach (var (kind, entrants) in _newcomers)
            foreach (var entrant in entrants)
                boards.Roster(kind).FindOrAdd(entrant.Id, () => entrant);
        foreach (var addition in _additions)
            boards.Add(addition); // while windows are the old ones: what is to be taken back below has been counted
        foreach (var (period, sums) in _expired)
            foreach (var sum in sums)
                boards.Expire(period, sum);
        (boards.At, boards.LogSize, boards.Early) = (_now, _size, _waiting);
    }

    private async Task ReadExpiredAsync(GridDb db, BoardSet boards, CancellationToken cancellationToken)
    {
        foreach (var period in Enum.GetValues<BoardPeriod>())
            if (BoardSet.StartOf(period, _now) is var start && start > BoardSet.StartOf(period, boards.At))
                _expired.Add((period, await BoardRows.HoursAsync(db, BoardSet.StartOf(period, boards.At), start, cancellationToken)));
    }

    private async Task ReadNewcomersAsync(GridDb db, BoardSet boards, CancellationToken cancellationToken)
    {
        foreach (var kind in Enum.GetValues<BoardKind>())
        {
            var unknown = _additions.Select(addition => addition.SubjectOf(kind)).Where(id => id != Guid.Empty && boards.Roster(kind).Find(id) is null).Distinct().ToList();
            _newcomers.Add((kind, await BoardRows.EntrantsAsync(db, kind, unknown, cancellationToken)));
        }
    }
}
