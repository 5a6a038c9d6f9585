using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignIn;

/// <summary>
/// Which browsers are signed in. A session is looked up at each use and made afresh from its person's row, so what is revoked, locked
/// or granted counts at once. It ends when it was not seen for a while, and half a year after it began in any case.
/// </summary>
internal sealed class Sessions(IDbContextFactory<PeopleDb> databases, IOptions<PeopleOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(180);
    private const int KeyBytes = 32;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromHours(1);

    private TimeSpan Unseen => TimeSpan.FromDays(options.Value.SessionDays);

    /// <summary>Begins a session and returns its key, which only the browser's cookie keeps.</summary>
    public async Task<string> BeginAsync(Guid userId, string way, string browser, CancellationToken cancellationToken)
    {
        var (key, now) = (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)), time.GetUtcNow());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(new Session { Id = Guid.CreateVersion7(now), KeyHash = HashOf(key), UserId = userId, CreatedAt = now, SeenAt = now, Way = way, Browser = browser });
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>Who holds this key; null when nobody does any more.</summary>
    public async Task<SignedIn?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(key), time.GetUtcNow());
        var (unseenSince, begunBefore) = (now - Unseen, now - Longest);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Sessions.AsNoTracking()
            .Where(session => session.KeyHash == hash && session.SeenAt > unseenSince && session.CreatedAt > begunBefore) // unique index
            .Join(db.Users.Where(user => user.LockedAt == null), session => session.UserId, user => user.Id, (session, user) => new SignedIn(session, user))
            .SingleOrDefaultAsync(cancellationToken);
        if (found is not null && now - found.Session.SeenAt >= SeenEvery)
            await db.Sessions.Where(session => session.KeyHash == hash).ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellationToken);
        return found;
    }

    public async Task EndAsync(string key, CancellationToken cancellationToken)
    {
        var hash = HashOf(key);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Newest use first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        var unseenSince = time.GetUtcNow() - Unseen;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.AsNoTracking().Where(session => session.UserId == userId && session.SeenAt > unseenSince)
            .OrderByDescending(session => session.SeenAt).ThenByDescending(session => session.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of this person; another's is left alone.</summary>
    public async Task RevokeAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.Id == sessionId && session.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <param name="but">A session to keep; null ends them all.</param>
    public async Task RevokeAllAsync(Guid userId, Guid? but, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.UserId == userId && session.Id != but).ExecuteDeleteAsync(cancellationToken);
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>A session with its person's row.</summary>
internal sealed record SignedIn(Session Session, User User);
