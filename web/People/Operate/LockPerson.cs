using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.Operate;

/// <summary>
/// Locks a person out, or opens their account again: at the coordinator first, which refuses their programs' keys, then here. If it ends between the two, doing it
/// again finishes it.
/// </summary>
internal sealed class LockPerson(ChangeRights rights, AccountsGrpc accounts, IDbContextFactory<PeopleDb> databases)
{
    /// <returns>Null when it is done.</returns>
    public async Task<Refusal?> RunAsync(Person by, string name, bool isLocked, CancellationToken cancellationToken)
    {
        var key = name.ToUpperInvariant();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var accountId = await db.Users.Where(user => user.NormalizedUserName == key).Select(user => user.AccountId).SingleOrDefaultAsync(cancellationToken); // unique index
        if (accountId is not null && await accounts.SetLockedAsync(by, accountId, isLocked, cancellationToken) is { } refusal)
            return refusal;
        return await rights.SetLockedAsync(by.Name, name, isLocked, cancellationToken);
    }
}
