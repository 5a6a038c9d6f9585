using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Tests.Ledger;

/// <summary>Posts and reads on an unstarted coordinator.</summary>
internal sealed class LedgerScene(CoordinatorUnderTest grid)
{
    private int _causes;

    public Task<IReadOnlySet<string>> PostAsync(IReadOnlyList<Line> lines, string? cause = null) =>
        grid.Get<GridWriter>().RunAsync(db => grid.Get<Journal>().PostAsync(db, [new(cause ?? $"scene:{++_causes}", lines)], default), default);

    public async Task<AccountId> OwnerAsync(string name) => (await new Story(grid).EnrollAsync(name)).AccountId;

    public async Task<OwnerBalances> BalancesAsync(AccountId owner) => await ReadAsync(db => db.ReadBalancesAsync(owner, default));

    public async Task<T> ReadAsync<T>(Func<GridDb, Task<T>> read)
    {
        await using var db = await new Story(grid).DbAsync();
        await db.Database.OpenConnectionAsync();
        return await read(db);
    }

    public Task<int> SpoilAsync(string sql) => ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));

    public Task<IReadOnlyList<string>> ProveAsync() => grid.Get<ProveLedger>().RunAsync(default);
}
