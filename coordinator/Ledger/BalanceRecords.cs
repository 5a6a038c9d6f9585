using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Ledger;

/// <summary>A person's balances. Each posting behind them is in the public log already, under the account's id, and stays: the ledger is never edited.</summary>
internal sealed class BalanceRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "balances";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var balances = db.LedgerBalances.Where(balance => balance.AccountId == account) // primary key, a range
            .Select(balance => new { AccountId = account.Value, balance.Book, balance.Holder, balance.AmountMflop });
        await foreach (var balance in balances.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return balance;
    }

    public Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken) => Task.CompletedTask; // names nobody
}
