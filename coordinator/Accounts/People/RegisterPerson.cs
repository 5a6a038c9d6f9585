using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>Makes the account of a person who signed up at a site; answers with the first one when asked again.</summary>
internal sealed class RegisterPerson(GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    private const int MaxIdLength = 64;

    public async Task<RegisterPersonOutcome> RunAsync(string personId, string name, CancellationToken cancellationToken)
    {
        if (personId.Length is 0 or > MaxIdLength)
            return new RegisterPersonOutcome.Refused(Refusal.Invalid("person_id.invalid", "person_id", "A person's id at the site has 1 to 64 characters. Send the one that the site keeps."));
        if (NameRules.Check(name, "account.name_invalid", "name") is { } refusal)
            return new RegisterPersonOutcome.Refused(refusal);
        try
        {
            return await writer.RunAsync(db => FindOrAddAsync(db, personId, name, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two at once: the unique indexes let one through, and this finds it.
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            return await FindAsync(db, personId, name, cancellationToken) ?? throw new InvalidOperationException("An account is in the way and then is not.");
        }
    }

    private async Task<RegisterPersonOutcome> FindOrAddAsync(GridDb db, string personId, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, personId, name, cancellationToken) is { } known)
            return known;
        var account = Account.Named(Ids.New<AccountId>(time), name, time.GetUtcNow(), personId);
        db.Add(account);
        await db.SaveChangesAsync(cancellationToken);
        return new RegisterPersonOutcome.Registered(account);
    }

    private static async Task<RegisterPersonOutcome?> FindAsync(GridDb db, string personId, string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        var found = await db.Accounts.AsNoTracking().Where(account => account.PersonId == personId || account.NameKey == key).ToListAsync(cancellationToken); // unique indexes; asked at once, or another call might come between
        return found.Find(account => account.PersonId == personId) is { } own ? new RegisterPersonOutcome.Registered(own)
            : found.Count > 0 ? new RegisterPersonOutcome.Refused(CreateAccount.Taken(name))
            : null;
    }
}

internal abstract record RegisterPersonOutcome
{
    internal sealed record Registered(Account Account) : RegisterPersonOutcome;

    internal sealed record Refused(Refusal Refusal) : RegisterPersonOutcome;
}
