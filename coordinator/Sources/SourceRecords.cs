using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Sources;

/// <summary>Pictures that a person brought to begin from. Once nothing refers to them any more, the sweep of blobs deletes them: after a day at the earliest, when audits are over that look at them.</summary>
internal sealed class SourceRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "sources";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sources = db.Sources.Where(source => source.AccountId == account).OrderBy(source => source.UsedAt) // index account
            .Select(source => new { source.Sha256, source.Width, source.Height, source.UsedAt });
        await foreach (var source in sources.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return source;
    }

    public Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var owner = erasure.AccountId;
        return db.Sources.Where(source => source.AccountId == owner).ExecuteDeleteAsync(cancellationToken); // index account
    }
}
