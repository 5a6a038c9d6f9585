using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Makes an account and its first key.</summary>
internal sealed class CreateAccount(IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public async Task<CreateAccountOutcome> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (NameRules.Check(name, "account.name_invalid", "name") is { } refusal)
            return new CreateAccountOutcome.Refused(refusal);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var account = Account.Named(Ids.New<AccountId>(time), name, time.GetUtcNow());
        var secret = KeySecret.Draw();
        db.Add(account);
        db.Add(secret.ToKey(account.Id, KeyRole.Person, holder: null, time.GetUtcNow()));
        return await TrySaveAsync(db, account, cancellationToken)
            ? new CreateAccountOutcome.Created(account, secret)
            : new CreateAccountOutcome.Refused(Taken(name));
    }

    public static Refusal Taken(string name) =>
        Refusal.Conflict("account.name_taken", $"The name \"{name}\" belongs to another account. Choose another, or send that account's key.");

    /// <summary>The unique index decides, not a look beforehand: two callers may want one name at once.</summary>
    private static async Task<bool> TrySaveAsync(GridDb db, Account account, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await db.Accounts.AnyAsync(other => other.NameKey == account.NameKey, cancellationToken)) // unique index
                return false;
            throw;
        }
    }
}

internal abstract record CreateAccountOutcome
{
    internal sealed record Created(Account Account, KeySecret Secret) : CreateAccountOutcome;

    internal sealed record Refused(Refusal Refusal) : CreateAccountOutcome;
}
