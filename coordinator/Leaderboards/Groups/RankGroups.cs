using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Leaderboards.Groups;

/// <summary>
/// Keeps the sums of countries and of families of devices. People choose and change their country at any time, so sums are counted anew over all members, a page at
/// a time, and readers have those that were counted last. Safe to call from any thread.
/// </summary>
internal sealed class RankGroups(LiveBoards boards, IDbContextFactory<GridDb> databases, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<GroupKind, CountedGroups> _counted = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>As counted last; counted now when that never was.</summary>
    public async Task<CountedGroups> ReadAsync(GroupKind kind, CancellationToken cancellationToken)
    {
        if (_counted.TryGetValue(kind, out var known))
            return known;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _counted.TryGetValue(kind, out var counted) ? counted : await CountAsync(kind, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Counts all anew, while readers go on with what there is.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var kind in Enum.GetValues<GroupKind>())
                await CountAsync(kind, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<CountedGroups> CountAsync(GroupKind kind, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var (set, sums) = (await boards.ReadAsync(all => all, cancellationToken), new GroupSums(kind));
        for (var page = await GroupRows.PageAsync(db, kind, Guid.Empty, cancellationToken); page.Count > 0; page = await GroupRows.PageAsync(db, kind, page[^1].Id, cancellationToken))
            await boards.ReadAgainAsync(set, all =>
            {
                sums.Add(all, page);
                return true;
            }, cancellationToken);
        return _counted[kind] = sums.Rank(time.GetUtcNow());
    }
}
