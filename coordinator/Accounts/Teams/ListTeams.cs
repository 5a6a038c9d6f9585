using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>A team in a list.</summary>
internal sealed record ListedTeam(string Name, string FounderName, int MemberCount);

/// <summary>Lists teams by name, a page at a time. A part of a name is looked for in all teams, of which there are few beside accounts.</summary>
internal sealed class ListTeams(IDbContextFactory<GridDb> databases)
{
    public const int MaxRows = 100;
    public const int DefaultRows = 50;

    private const int LongestName = 40;

    /// <param name="search">Part of the name; empty for all.</param>
    /// <param name="after">The name that the page before ended with; empty for the first.</param>
    /// <param name="founder">Only this account's; null for everybody's.</param>
    public async Task<IReadOnlyList<ListedTeam>> RunAsync(string search, string after, int limit, AccountId? founder, CancellationToken cancellationToken)
    {
        var (part, behind) = (Account.KeyOf(search.Trim()), Account.KeyOf(after));
        if (part.Length > LongestName)
            return []; // no name is as long
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (accounts, memberships) = (db.Accounts, db.Memberships);
        var teams = db.Teams.Where(team => team.DissolvedAt == null);
        if (founder is { } own)
            teams = teams.Where(team => team.FounderId == own); // index founder
        if (part.Length > 0)
            teams = teams.Where(team => team.NameKey.Contains(part));
#pragma warning disable CA1309, CA1310 // It is the database that compares, in the order of its own index.
        if (behind.Length > 0)
            teams = teams.Where(team => string.Compare(team.NameKey, behind) > 0);
#pragma warning restore CA1309, CA1310
        return await teams.OrderBy(team => team.NameKey).Take(limit) // unique index name
            .Join(accounts, team => team.FounderId, account => account.Id, (team, account) => new { team, account.Name })
            .OrderBy(row => row.team.NameKey)
            .Select(row => new ListedTeam(row.team.Name, row.Name, memberships.Count(stay => stay.TeamId == row.team.Id && stay.LeftAt == null))) // index team, of those who stay
            .ToListAsync(cancellationToken);
    }
}
