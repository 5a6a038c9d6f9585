using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Who holds which key. A key that was good is taken on trust for half a minute, so that a worker's many calls look it up once; one that was revoked or whose account was locked is good no longer than that.</summary>
internal sealed class KnownKeys(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxKnown = 200_000;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UseRecorded = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>Null for a key that is not known here, or was revoked.</summary>
    public async Task<Caller?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(hash, out var known) && known.Until > now)
            return known.Caller;
        if (await LookAsync(hash, now, cancellationToken) is not { } caller)
        {
            _known.TryRemove(hash, out _);
            return null;
        }
        if (_known.Count >= MaxKnown)
            _known.Clear();
        _known[hash] = (caller, now + Trusted);
        return caller;
    }

    private async Task<Caller?> LookAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var accounts = db.Accounts;
        var found = await db.ApiKeys.Where(key => key.Hash == hash && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now)) // primary key
            .Select(key => new
            {
                Caller = new Caller(key.AccountId, key.Role, key.Holder, key.Prefix)
                {
                    Scopes = key.Scopes,
                    IsLocked = key.Holder == null && accounts.Any(account => account.Id == key.AccountId && account.LockedAt != null), // primary key
                },
                key.LastUsedAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is { Caller.Role: KeyRole.Person } && !(found.LastUsedAt > now - UseRecorded))
            await db.ApiKeys.Where(key => key.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, now), cancellationToken); // primary key
        return found?.Caller;
    }
}
