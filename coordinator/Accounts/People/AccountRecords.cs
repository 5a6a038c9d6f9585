using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts.Teams;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.People;

/// <summary>The account itself, its keys and its stays in teams.</summary>
internal sealed class AccountRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "account";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (memberships, teams) = (db.Memberships, db.Teams);
        yield return new
        {
            Account = await db.Accounts.Where(one => one.Id == account).Select(one => new { one.Name, one.CreatedAt }).SingleAsync(cancellationToken),
            Keys = await db.ApiKeys.Where(key => key.AccountId == account).OrderBy(key => key.CreatedAt) // index account, prefix
                .Select(key => new { key.Prefix, key.Label, key.Role, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt }).ToListAsync(cancellationToken),
            Teams = await memberships.Where(stay => stay.AccountId == account).Join(teams, stay => stay.TeamId, team => team.Id, (stay, team) => new { team.Name, stay.JoinedAt, stay.LeftAt })
                .OrderBy(stay => stay.JoinedAt).ToListAsync(cancellationToken),
        };
    }

    public async Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var (id, name, key, now) = (erasure.AccountId, erasure.Pseudonym, Account.KeyOf(erasure.Pseudonym), erasure.At);
        await db.ApiKeys.Where(one => one.AccountId == id && one.RevokedAt == null) // index account, prefix
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RevokedAt, now).SetProperty(one => one.Label, ""), cancellationToken);
        await db.Memberships.Where(stay => stay.AccountId == id && stay.LeftAt == null) // unique index account
            .ExecuteUpdateAsync(set => set.SetProperty(stay => stay.LeftAt, now), cancellationToken);
        await db.Accounts.Where(account => account.Id == id) // primary key
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.Name, name).SetProperty(account => account.NameKey, key).SetProperty(account => account.DeletedAt, now), cancellationToken);
    }
}
