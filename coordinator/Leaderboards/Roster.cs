using System.Runtime.InteropServices;

namespace LaionGrid.Coordinator.Leaderboards;

/// <summary>Who or what is on one kind of board, each with a small number that the boards' arrays go by. Grows, and never gives a number back.</summary>
internal sealed class Roster
{
    private readonly Dictionary<Guid, int> _slots = [];
    private readonly List<Entrant> _entrants = [];
    private readonly List<long> _provisional = [];
    private readonly List<double> _recent = [];

    public int Count => _entrants.Count;

    public Entrant this[int slot] => _entrants[slot];

    public int? Find(Guid id) => _slots.TryGetValue(id, out var slot) ? slot : null;

    public int FindOrAdd(Guid id, Func<Entrant> entrant)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, id, out var isKnown);
        if (isKnown)
            return slot;
        _entrants.Add(entrant());
        _provisional.Add(0);
        _recent.Add(0);
        return slot = _entrants.Count - 1;
    }

    /// <summary>What waits for a later audit now.</summary>
    public long Provisional(int slot) => _provisional[slot];

    /// <summary>What became final, each part weighed by when; see <see cref="RecentAverage"/>.</summary>
    public double Recent(int slot) => _recent[slot];

    public void AddRecent(int slot, double weighed) => _recent[slot] += weighed;

    /// <summary>What is an account's own; looks at all there are.</summary>
    public IReadOnlyList<int> SlotsOf(Guid account) => Enumerable.Range(0, _entrants.Count).Where(slot => _entrants[slot].ContributorId == account).ToList();

    /// <summary>While the slot is on no board.</summary>
    public void Rename(int slot, string name, string contributorName) => _entrants[slot] = _entrants[slot] with { Name = name, ContributorName = contributorName };

    public void AddProvisional(int slot, long mflop) => _provisional[slot] += mflop;
}

/// <param name="Name">As boards show it.</param>
/// <param name="ContributorId">The account that it belongs to, or is.</param>
/// <param name="ContributorName">That account's public name.</param>
internal sealed record Entrant(Guid Id, string Name, Guid ContributorId, string ContributorName);
