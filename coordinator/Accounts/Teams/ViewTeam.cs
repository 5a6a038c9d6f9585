using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>A team as everybody sees it.</summary>
/// <param name="Members">Of those who are in it, at most <see cref="ViewTeam.MaxListed"/> who have been so for longest.</param>
internal sealed record TeamView(Team Team, string FounderName, int MemberCount, IReadOnlyList<MemberView> Members);

internal sealed record MemberView(string Name, DateTimeOffset JoinedAt);

/// <summary>Reads a team by its name, or an account's own.</summary>
internal sealed class ViewTeam(IDbContextFactory<GridDb> databases)
{
    public const int MaxListed = 100;

    public async Task<TeamView?> ByNameAsync(string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await db.Teams.AsNoTracking().SingleOrDefaultAsync(team => team.NameKey == key && team.DissolvedAt == null, cancellationToken), cancellationToken); // unique index
    }

    /// <summary>The team that an invite code lets one into; null for none.</summary>
    public async Task<TeamView?> ByInviteAsync(InviteCode code, CancellationToken cancellationToken)
    {
        var hash = code.Hash;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await db.Teams.AsNoTracking().SingleOrDefaultAsync(team => team.InviteHash == hash, cancellationToken), cancellationToken); // unique index
    }

    public async Task<TeamView?> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await db.FindTeamOfAsync(account, cancellationToken), cancellationToken);
    }

    private static async Task<TeamView?> ViewAsync(GridDb db, Team? team, CancellationToken cancellationToken)
    {
        if (team is null)
            return null;
        var founder = await db.Accounts.Where(account => account.Id == team.FounderId).Select(account => account.Name).SingleAsync(cancellationToken);
        var staying = db.Memberships.Where(stay => stay.TeamId == team.Id && stay.LeftAt == null); // index team, joined, of those who stay
        var members = await staying.OrderBy(stay => stay.JoinedAt).Take(MaxListed)
            .Join(db.Accounts, stay => stay.AccountId, account => account.Id, (stay, account) => new { account.Name, stay.JoinedAt })
            .OrderBy(member => member.JoinedAt).ThenBy(member => member.Name).ToListAsync(cancellationToken);
        return new(team, founder, await staying.CountAsync(cancellationToken), members.ConvertAll(member => new MemberView(member.Name, member.JoinedAt)));
    }
}
