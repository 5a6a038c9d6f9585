using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.SignIn;

/// <summary>
/// Bounds guesses at one person's password or codes. It counts before it looks, so guesses sent side by side gain nothing, and counts for names that
/// nobody has just the same, so that being stopped tells nothing. A passkey cannot be guessed and is never stopped by it.
/// </summary>
internal sealed class Tries(IDbContextFactory<PeopleDb> databases, TimeProvider time)
{
    private const int Free = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Counts one try; a refusal when there were too many lately.</summary>
    public async Task<Refusal?> CountAsync(string subject, CancellationToken cancellationToken)
    {
        var (now, next) = (time.GetUtcNow().ToMicroseconds(), (time.GetUtcNow() + Window).ToMicroseconds());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counts = await db.Tries.FromSql($"""
            INSERT INTO tries ("Subject", "Count", "Until") VALUES ({HashOf(subject)}, 1, {next})
            ON CONFLICT ("Subject") DO UPDATE SET
              "Count" = CASE WHEN tries."Until" <= {now} THEN 1 ELSE tries."Count" + 1 END,
              "Until" = CASE WHEN tries."Until" <= {now} THEN {next} ELSE tries."Until" END
            RETURNING "Subject", "Count", "Until"
            """).AsNoTracking().ToListAsync(cancellationToken);
        return counts is [{ Count: > Free } stopped] ? TooMany(stopped.Until - time.GetUtcNow()) : null;
    }

    /// <summary>Begins anew, after a try that was right.</summary>
    public async Task ForgetAsync(string subject, CancellationToken cancellationToken)
    {
        var hash = HashOf(subject);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Tries.Where(count => count.Subject == hash).ExecuteDeleteAsync(cancellationToken);
    }

    private static string HashOf(string subject) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject.ToUpperInvariant())));

    private static Refusal TooMany(TimeSpan wait) => new()
    {
        Kind = RefusalKind.TooMany,
        Code = "sign_in.too_many_tries",
        Message = $"There were too many tries for this name or address, so the next is taken in {Math.Ceiling(wait.TotalMinutes)} min. A passkey works meanwhile.",
        RetryAfter = wait,
    };
}
