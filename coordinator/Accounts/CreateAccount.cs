using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts;

/// <summary>Makes an account and its first key.</summary>
internal sealed class CreateAccount(GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public async Task<CreateAccountOutcome> RunAsync(string name, CancellationToken cancellationToken)
    {
        if (NameRules.Check(name, "account.name_invalid", "name") is { } refusal)
            return new CreateAccountOutcome.Refused(refusal);
        var account = Account.Named(Ids.New<AccountId>(time), name, time.GetUtcNow());
        var secret = KeySecret.Draw();
        return await TrySaveAsync(account, secret.ToKey(account.Id, KeyRole.Person, holder: null, time.GetUtcNow()), cancellationToken)
            ? new CreateAccountOutcome.Created(account, secret)
            : new CreateAccountOutcome.Refused(Taken(name));
    }

    public static Refusal Taken(string name) =>
        Refusal.Conflict("account.name_taken", $"The name \"{name}\" belongs to another account. Choose another, or send that account's key.");

    /// <summary>The unique index decides, not a look beforehand: two callers may want one name at once.</summary>
    private async Task<bool> TrySaveAsync(Account account, ApiKey key, CancellationToken cancellationToken)
    {
        try
        {
            await writer.RunAsync(
                db =>
                {
                    db.AddRange(account, key);
                    return db.SaveChangesAsync(cancellationToken);
                },
                cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
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
