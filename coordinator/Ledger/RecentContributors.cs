using System.Collections.Concurrent;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>Whether an account was credited within the last month; looked up once in ten minutes for each that asks. Safe to call from any thread.</summary>
internal sealed class RecentContributors(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxKnown = 10_000;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<AccountId, (bool Has, DateTimeOffset Until)> _known = new();

    public async Task<bool> HasContributedAsync(AccountId account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(account, out var known) && known.Until > now)
            return known.Has;
        var since = now - Lately;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var has = await db.Postings.AnyAsync(posting => posting.AccountId == account && posting.PostedAt >= since && posting.AmountMflop > 0, cancellationToken); // index account, posted at
        if (_known.Count >= MaxKnown)
            _known.Clear(); // rare, and costs a query each
        _known[account] = (has, now + Lasts);
        return has;
    }
}
