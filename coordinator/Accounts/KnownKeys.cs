using System.Collections.Concurrent;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Who holds which key. A key that was good is taken on trust for half a minute, so that a worker's many calls look it up once; a revoked one is good no longer than that.</summary>
internal sealed class KnownKeys(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxKnown = 200_000;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>Null for a key that is not known here, or was revoked.</summary>
    public async Task<Caller?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(hash, out var known) && known.Until > now)
            return known.Caller;
        if (await LookAsync(hash, cancellationToken) is not { } caller)
        {
            _known.TryRemove(hash, out _);
            return null;
        }
        if (_known.Count >= MaxKnown)
            _known.Clear();
        _known[hash] = (caller, now + Trusted);
        return caller;
    }

    private async Task<Caller?> LookAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.Where(key => key.Hash == hash && key.RevokedAt == null) // primary key
            .Select(key => new Caller(key.AccountId, key.Role, key.Holder, key.Prefix))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
