using System.Runtime.CompilerServices;
using LaionGrid.Coordinator.Accounts.People;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Profiles;

/// <summary>What a person says of themselves: all of it goes with the account.</summary>
internal sealed class ProfileRecords(IDbContextFactory<GridDb> databases) : IPersonalRecords
{
    public string Name => "profile";

    public async IAsyncEnumerable<object> ReadAsync(AccountId account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var profiles = db.Profiles.Where(profile => profile.AccountId == account).Select(profile => new { profile.IsPrivate, profile.Country, profile.About }); // primary key
        await foreach (var profile in profiles.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return profile;
    }

    public async Task EraseAsync(GridDb db, Erasure erasure, CancellationToken cancellationToken)
    {
        var owner = erasure.AccountId;
        await db.Profiles.Where(profile => profile.AccountId == owner).ExecuteDeleteAsync(cancellationToken); // primary key
    }
}
