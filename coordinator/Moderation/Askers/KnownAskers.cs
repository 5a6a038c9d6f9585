using System.Collections.Frozen;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Askers;

/// <summary>A suspension as it is in force.</summary>
internal readonly record struct Suspension(DateTimeOffset Until, string Why);

/// <summary>What is held against askers; the suspensions among it are kept in memory, where every ask looks. Safe to call from any thread.</summary>
internal sealed class KnownAskers(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private volatile FrozenDictionary<string, Suspension> _suspended = FrozenDictionary<string, Suspension>.Empty;

    /// <summary>Null when nothing keeps it from asking.</summary>
    public Suspension? Find(AccountId account, string requester) =>
        _suspended.Count > 0 && _suspended.TryGetValue(AskerStanding.KeyOf(account, requester), out var found) && found.Until > time.GetUtcNow() ? found : null;

    /// <summary>Reads the suspensions anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rows = await db.AskerStandings.AsNoTracking().Where(standing => standing.SuspendedUntil > now).ToListAsync(cancellationToken); // index suspended until, of those that are
        _suspended = rows.ToFrozenDictionary(standing => standing.Asker, standing => new Suspension(standing.SuspendedUntil.GetValueOrDefault(), standing.Why), StringComparer.Ordinal);
    }

    /// <summary>Warns or suspends whoever asked for this picture, in the caller's transaction. A suspension is never made shorter by another.</summary>
    public async Task HoldAgainstAsync(GridDb db, JobId job, bool isWarned, TimeSpan suspended, string why, Caller by, CancellationToken cancellationToken)
    {
        var (requests, now) = (db.Requests, time.GetUtcNow());
        var asker = await db.Jobs.Where(one => one.Id == job).Join(requests, one => one.RequestId, request => request.Id, (one, request) => new { one.Requester, request.AccountId }).SingleAsync(cancellationToken);
        var key = AskerStanding.KeyOf(asker.AccountId, asker.Requester);
        var known = await db.AskerStandings.AsNoTracking().SingleOrDefaultAsync(standing => standing.Asker == key, cancellationToken); // primary key
        var until = suspended > TimeSpan.Zero && !(known?.SuspendedUntil > now + suspended) ? now + suspended : known?.SuspendedUntil;
        var next = new AskerStanding { Asker = key, Warnings = (known?.Warnings ?? 0) + (isWarned ? 1 : 0), SuspendedUntil = until, Why = why, ChangedAt = now };
        db.Entry(next).State = known is null ? EntityState.Added : EntityState.Modified;
        await db.NoteAsync(by, suspended > TimeSpan.Zero ? "asker.suspend" : "asker.warn", $"asker:{key}", why, now, cancellationToken);
    }
}
