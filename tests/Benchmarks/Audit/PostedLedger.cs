using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Ledger;
using LaionGrid.Coordinator.Storage;
using LaionGrid.TestKit;

namespace LaionGrid.Benchmarks.Audit;

/// <summary>Fills a coordinator's ledger by its own journal: accepted attempts of many contributors, one device each, in turn.</summary>
internal sealed class PostedLedger(CoordinatorUnderTest grid)
{
    private const int Contributors = 1000;
    private const int Batch = 500;

    public async Task FillAsync(int transactions, CancellationToken cancellationToken)
    {
        var (writer, journal) = (grid.Get<GridWriter>(), grid.Get<Journal>());
        var owners = Enumerable.Range(0, Contributors).Select(_ => Ids.New<AccountId>(TimeProvider.System)).ToList();
        await writer.RunAsync(db => db.ExecuteRowsAsync(
            """INSERT INTO accounts ("Id", "Name", "NameKey", "CreatedAt") VALUES {rows}""",
            owners.ConvertAll(owner => new object?[] { owner.Value, $"c-{owner}", $"c-{owner}", 0L }), [], cancellationToken), cancellationToken);
        for (var from = 0; from < transactions; from += Batch)
        {
            var entries = Enumerable.Range(from, Math.Min(Batch, transactions - from)).Select(number => Accepted(number, owners[number % Contributors])).ToList();
            await writer.RunAsync(db => journal.PostAsync(db, entries, cancellationToken), cancellationToken);
        }
    }

    private static Entry Accepted(int number, AccountId owner) => new($"attempt:{number:x32}", CreditPolicy.Provisional(owner, owner.Value, 50_000_000 + number % 997));
}
