using System.Collections.Concurrent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Whether an account was credited within the last month; looked up once in ten minutes for each that asks. Safe to call from any thread.</summary>
internal sealed class RecentContributors(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxKnown = 10_000;
    private const int Days = 31;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<AccountId, (bool Has, DateTimeOffset Until)> _known = new();

    public async Task<bool> HasContributedAsync(AccountId account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(account, out var known) && known.Until > now)
            return known.Has;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var days = Enumerable.Range(0, Days).Select(ago => new object?[] { now.AddDays(-ago).Floor(TallySpan.Day).ToMicroseconds() }).ToList();
        var has = (await db.QueryRowsAsync( // primary key, for each day
            """SELECT COUNT(*) FROM tallies WHERE "Span" = 'Day' AND "Start" IN (VALUES {rows}) AND "Subject" = @a0 AND "Amount" > 0""",
            days, [account.Value], row => row.GetInt64(0), cancellationToken))[0] > 0;
        if (_known.Count >= MaxKnown)
            _known.Clear(); // rare, and costs a query each
        _known[account] = (has, now + Lasts);
        return has;
    }
}
