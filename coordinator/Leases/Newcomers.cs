using LaionGrid.Coordinator.Accounts;

namespace LaionGrid.Coordinator.Leases;

/// <summary>The attending newcomers. Those beyond what <see cref="NewcomerPolicy"/> lets work wait, and who came first is next. Guarded by <see cref="WaitingRoom"/>.</summary>
internal sealed class Newcomers(LeaseOptions options)
{
    private readonly List<Waiter> _waiting = [];
    private readonly Dictionary<AccountId, int> _ofAccount = [];
    private readonly Dictionary<string, int> _ofBlock = [];

    /// <summary>It works from now on, or waits.</summary>
    public void Enter(Waiter waiter)
    {
        waiter.MustWait = !MayWork(waiter);
        if (waiter.MustWait)
            _waiting.Add(waiter);
        else
            Count(waiter, 1);
    }

    /// <summary>It has gone, or is a newcomer no longer.</summary>
    /// <returns>Those that waited for it, and may work from now on.</returns>
    public IReadOnlyList<Waiter> Leave(Waiter waiter)
    {
        if (_waiting.Remove(waiter))
            return [];
        Count(waiter, -1);
        var next = new List<Waiter>();
        foreach (var one in _waiting.Where(one => IsKin(one, waiter)))
        {
            if (!MayWork(one))
                continue;
            Count(one, 1);
            next.Add(one);
        }
        _waiting.RemoveAll(next.Contains);
        return next;
    }

    private static bool IsKin(Waiter one, Waiter other) => one.Attendance.AccountId == other.Attendance.AccountId || one.Attendance.NetworkBlock == other.Attendance.NetworkBlock;

    private bool MayWork(Waiter waiter) => NewcomerPolicy.MayWork(_ofAccount.GetValueOrDefault(waiter.Attendance.AccountId), _ofBlock.GetValueOrDefault(waiter.Attendance.NetworkBlock), options);

    private void Count(Waiter waiter, int more)
    {
        Add(_ofAccount, waiter.Attendance.AccountId, more);
        if (waiter.Attendance.NetworkBlock.Length > 0)
            Add(_ofBlock, waiter.Attendance.NetworkBlock, more);
    }

    private static void Add<T>(Dictionary<T, int> counts, T key, int more)
        where T : notnull
    {
        counts[key] = counts.GetValueOrDefault(key) + more;
        if (counts[key] == 0)
            counts.Remove(key);
    }
}
