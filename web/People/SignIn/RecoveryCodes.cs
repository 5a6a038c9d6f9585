using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Codes on paper, each of which signs its person in once. They are shown when they are drawn, and only their hashes are kept.</summary>
internal sealed class RecoveryCodes(IDbContextFactory<PeopleDb> databases, UserManager<User> users, Tries tries)
{
    private const int Count = 8;
    private const int Letters = 20;
    private const int LongestCode = 60;

    // No letter looks like another in anybody's hand.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>How many are left.</summary>
    public async Task<int> CountAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.RecoveryCodes.CountAsync(code => code.UserId == userId, cancellationToken); // primary key
    }

    /// <summary>Draws new codes; the old ones are good no more.</summary>
    public async Task<IReadOnlyList<string>> DrawAsync(Guid userId, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Letters)).ToList();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var all = await db.Database.BeginTransactionAsync(cancellationToken); // the old ones end as the new ones begin
        await db.RecoveryCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(codes.Select(code => new RecoveryCode { UserId = userId, Hash = HashOf(code) }));
        await db.SaveChangesAsync(cancellationToken);
        await all.CommitAsync(cancellationToken);
        return [.. codes.Select(code => string.Join('-', code.Chunk(5).Select(part => new string(part))))];
    }

    /// <summary>Uses a code up. Unknown names and wrong codes are answered alike.</summary>
    public async Task<RecoveryOutcome> UseAsync(string name, string code, CancellationToken cancellationToken)
    {
        if (name.Length > LongestCode || code.Length > LongestCode)
            return new RecoveryOutcome.Refused(Wrong);
        if (await tries.CountAsync($"code {name}", cancellationToken) is { } tooMany)
            return new RecoveryOutcome.Refused(tooMany);
        var user = await users.FindByNameAsync(name);
        var (userId, hash) = (user?.Id ?? Guid.Empty, HashOf(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.RecoveryCodes.Where(one => one.UserId == userId && one.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 0 || user is null) // primary key; of two who use it at once, one deletes it
            return new RecoveryOutcome.Refused(Wrong);
        await tries.ForgetAsync($"code {name}", cancellationToken);
        return new RecoveryOutcome.Used(user);
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    private static Refusal Wrong { get; } = Refusal.Invalid("sign_in.wrong", "code", "This name and this code do not belong together, or the code was used. Check both for typing errors, or take the next code.");
}

/// <summary>What a code came to.</summary>
internal abstract record RecoveryOutcome
{
    internal sealed record Used(User User) : RecoveryOutcome;

    internal sealed record Refused(Refusal Refusal) : RecoveryOutcome;
}
