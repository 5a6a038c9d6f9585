using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>A person's machines. What a card is stays with the work it did; what its owner called the machine, and by what it was known again, goes.</summary>
internal sealed class WorkerRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "workers";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var workers = db.Workers.Where(worker => worker.AccountId == account).OrderBy(worker => worker.CreatedAt) // index account
            .Select(worker => new { Id = worker.Id.Value, worker.Name, worker.DeviceName, worker.Provider, worker.MemoryMiB, worker.Version, worker.Platform, worker.IsPaused, worker.SuspendedUntil, worker.CreatedAt });
        await foreach (var worker in workers.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return worker;
    }

    public async Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var (owner, name) = (erasure.AccountId, erasure.Pseudonym);
        foreach (var id in await db.Workers.Where(worker => worker.AccountId == owner).Select(worker => worker.Id).ToListAsync(cancellationToken)) // index account
        {
            var nobodys = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
            await db.Workers.Where(worker => worker.Id == id) // primary key
                .ExecuteUpdateAsync(set => set.SetProperty(worker => worker.Name, name).SetProperty(worker => worker.EnrollHash, nobodys), cancellationToken);
        }
    }
}
