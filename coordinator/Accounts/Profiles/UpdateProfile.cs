using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Profiles;

/// <summary>Reads an account's profile, and replaces it as a whole.</summary>
internal sealed class UpdateProfile(GridWriter writer, IDbContextFactory<GridDb> databases)
{
    public async Task<Profile> ReadAsync(AccountId account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Profiles.AsNoTracking().SingleOrDefaultAsync(profile => profile.AccountId == account, cancellationToken) ?? Profile.Empty(account); // primary key
    }

    /// <returns>What is kept now; or why nothing was changed.</returns>
    public async Task<(Profile? Profile, Refusal? Refusal)> RunAsync(AccountId account, bool isPrivate, string country, string about, CancellationToken cancellationToken)
    {
        var text = about.Trim();
        if (ProfileRules.Check(country, text) is { } refusal)
            return (null, refusal);
        await writer.RunAsync(db => db.ExecuteRowsAsync( // primary key: of two at once the later one stands
            """
            INSERT INTO profiles ("AccountId", "IsPrivate", "Country", "About") VALUES (@a0, @a1, @a2, @a3)
            ON CONFLICT ("AccountId") DO UPDATE SET "IsPrivate" = excluded."IsPrivate", "Country" = excluded."Country", "About" = excluded."About"
            """,
            [], [account.Value, isPrivate, country, text], cancellationToken), cancellationToken);
        return (new() { AccountId = account, IsPrivate = isPrivate, Country = country, About = text }, null);
    }
}
