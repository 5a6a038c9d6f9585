using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Makes a team, its first invite code, and its founder its first member.</summary>
internal sealed class FoundTeam(GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public async Task<FoundTeamOutcome> RunAsync(AccountId founder, string name, CancellationToken cancellationToken)
    {
        if (NameRules.Check(name, "team.name_invalid", "name") is { } refusal)
            return new FoundTeamOutcome.Refused(refusal);
        var (now, code) = (time.GetUtcNow(), InviteCode.Draw());
        var team = new Team { Id = Ids.New<TeamId>(time), Name = name, NameKey = Account.KeyOf(name), FounderId = founder, InviteHash = code.Hash, CreatedAt = now };
        var stay = new Membership { Id = Ids.New<MembershipId>(time), TeamId = team.Id, AccountId = founder, JoinedAt = now };
        return await SaveAsync(team, stay, cancellationToken) is { } against ? new FoundTeamOutcome.Refused(against) : new FoundTeamOutcome.Founded(team, code);
    }

    /// <summary>The unique indexes decide, not a look beforehand; one's founding ends with a membership, so nobody founds two teams at once.</summary>
    private async Task<Refusal?> SaveAsync(Team team, Membership stay, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.RunAsync(async db =>
            {
                if (await AgainstAsync(db, team, cancellationToken) is { } against)
                    return against;
                db.AddRange(team, stay);
                await db.SaveChangesAsync(cancellationToken);
                return null;
            }, cancellationToken);
        }
        catch (DbUpdateException)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            if (await AgainstAsync(db, team, cancellationToken) is { } against)
                return against;
            throw;
        }
    }

    private static async Task<Refusal?> AgainstAsync(GridDb db, Team team, CancellationToken cancellationToken)
    {
        if (await db.FindTeamOfAsync(team.FounderId, cancellationToken) is { } other)
            return TeamRefusals.MemberAlready(other.Name);
        if (await db.Teams.AnyAsync(one => one.NameKey == team.NameKey, cancellationToken)) // unique index
            return TeamRefusals.NameTaken(team.Name);
        return await db.Teams.CountAsync(one => one.FounderId == team.FounderId, cancellationToken) >= TeamRefusals.MaxFounded ? TeamRefusals.TooManyFounded : null; // index founder
    }
}

internal abstract record FoundTeamOutcome
{
    internal sealed record Founded(Team Team, InviteCode Invite) : FoundTeamOutcome;

    internal sealed record Refused(Refusal Refusal) : FoundTeamOutcome;
}
