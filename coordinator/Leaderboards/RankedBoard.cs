namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>One kind's standings in one period. A slot is listed when something became final for it, or was accepted and waits for an audit.</summary>
internal sealed class RankedBoard : IComparer<int>
{
    private readonly Roster _roster;
    private readonly Ranking _ranking;
    private Figures[] _figures = [];

    public RankedBoard(Roster roster)
    {
        _roster = roster;
        _ranking = new(this);
    }

    public int Count => _ranking.Count;

    /// <summary>Rows in rank order; equal contributions share a rank.</summary>
    public IReadOnlyList<BoardStanding> Page(int offset, int limit)
    {
        var rows = new List<BoardStanding>();
        foreach (var slot in _ranking.Page(offset, limit))
        {
            var isEqual = rows.Count > 0 && rows[^1].CreditMflop == Shown(slot);
            rows.Add(Standing(slot, isEqual ? rows[^1].Rank : rows.Count == 0 ? RankOf(slot) : offset + rows.Count + 1, offset + rows.Count));
        }
        return rows;
    }

    /// <summary>One's own row; null when it is not listed.</summary>
    public BoardStanding? Find(int slot) => IsListed(slot) ? Standing(slot, RankOf(slot), PlaceOf(slot)) : null;

    public bool IsListed(int slot) => Of(slot) is var figures && (figures.Mflop > 0 || (figures.Pictures > 0 && _roster.Provisional(slot) > 0));

    /// <summary>More can be taken back in a period than was given in it; that is not shown.</summary>
    public long Shown(int slot) => Math.Max(Of(slot).Mflop, 0);

    /// <summary>Accepted in the period, less those whose credit was taken back.</summary>
    public int Pictures(int slot) => Of(slot).Pictures;

    /// <summary>Takes a slot out, so that what it is ranked by may change. <see cref="Put"/> ends that.</summary>
    public void Take(int slot)
    {
        if (IsListed(slot))
            _ranking.Remove(slot);
    }

    public void Put(int slot)
    {
        if (IsListed(slot))
            _ranking.Add(slot);
    }

    /// <summary>While the slot is out.</summary>
    public void Add(int slot, long mflop, long pictures)
    {
        MakeRoom(slot);
        _figures[slot].Mflop += mflop;
        _figures[slot].Pictures += (int)pictures;
    }

    /// <summary>Lists all that the roster has by what was added so far, none being in yet.</summary>
    public void Fill() => _ranking.Fill(Enumerable.Range(0, _roster.Count).Where(IsListed));

    /// <summary>Says where everyone stood before.</summary>
    /// <param name="earlier">Slots and what was final for them then.</param>
    public void Compare(List<(int Slot, long Mflop)> earlier)
    {
        earlier.RemoveAll(one => one.Mflop <= 0);
        earlier.Sort((one, other) => other.Mflop.CompareTo(one.Mflop));
        var rank = 0;
        for (var place = 0; place < earlier.Count; place++)
        {
            rank = place > 0 && earlier[place].Mflop == earlier[place - 1].Mflop ? rank : place + 1;
            MakeRoom(earlier[place].Slot);
            _figures[earlier[place].Slot].PreviousRank = rank;
        }
    }

    int IComparer<int>.Compare(int one, int other) => Compare(one, other);

    private int Compare(int one, int other)
    {
        if (Shown(one) != Shown(other))
            return Shown(other).CompareTo(Shown(one));
        if (_roster.Provisional(one) != _roster.Provisional(other))
            return _roster.Provisional(other).CompareTo(_roster.Provisional(one));
        var byName = string.Compare(_roster[one].Name, _roster[other].Name, StringComparison.OrdinalIgnoreCase);
        return byName != 0 ? byName : one.CompareTo(other);
    }

    private int RankOf(int slot)
    {
        var mflop = Shown(slot);
        return 1 + _ranking.CountWhile(other => Shown(other) > mflop);
    }

    private int PlaceOf(int slot) => _ranking.CountWhile(other => Compare(other, slot) < 0);

    private BoardStanding Standing(int slot, int rank, int place) => new(_roster[slot], rank, Of(slot).PreviousRank, Shown(slot), Of(slot).Pictures, _roster.Provisional(slot), place);

    private Figures Of(int slot) => slot < _figures.Length ? _figures[slot] : default;

    private void MakeRoom(int slot)
    {
        if (slot >= _figures.Length)
            Array.Resize(ref _figures, Math.Max(_roster.Count, _figures.Length + _figures.Length / 2));
    }

    private struct Figures
    {
        public long Mflop;
        public int Pictures;
        public int PreviousRank;
    }
}

/// <summary>One row of a board.</summary>
/// <param name="PreviousRank">In the board of the same length as it stood at the last midnight UTC; 0 when nothing final was counted in it.</param>
/// <param name="CreditMflop">What became final in the period.</param>
/// <param name="Pictures">Accepted in the period, less those whose credit was taken back.</param>
/// <param name="ProvisionalMflop">What waits for a later audit now, whenever it was made.</param>
/// <param name="Place">How many rows stand before it.</param>
internal sealed record BoardStanding(Entrant Entrant, int Rank, int PreviousRank, long CreditMflop, int Pictures, long ProvisionalMflop, int Place);
