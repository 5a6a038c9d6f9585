using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Lets an account into the team whose invite code it has. Joining the team that it is in changes nothing.</summary>
internal sealed class JoinTeam(GridWriter writer, TimeProvider time)
{
    public Task<JoinTeamOutcome> RunAsync(AccountId account, string code, CancellationToken cancellationToken)
    {
        var hash = new InviteCode(code).Hash;
        return writer.RunAsync(db => JoinAsync(db, account, hash, cancellationToken), cancellationToken);
    }

    private async Task<JoinTeamOutcome> JoinAsync(GridDb db, AccountId account, string hash, CancellationToken cancellationToken)
    {
        if (await db.Teams.AsNoTracking().SingleOrDefaultAsync(one => one.InviteHash == hash, cancellationToken) is not { } team) // unique index
            return new JoinTeamOutcome.Refused(TeamRefusals.InviteUnknown);
        if (await db.Memberships.CountAsync(stay => stay.TeamId == team.Id && stay.LeftAt == null, cancellationToken) >= TeamRefusals.MaxMembers) // index team, of those who stay
            return new JoinTeamOutcome.Refused(TeamRefusals.Full(team.Name));
        await db.ExecuteRowsAsync( // unique index account: of two that join at once, one has joined
            """INSERT INTO team_memberships ("Id", "TeamId", "AccountId", "JoinedAt") VALUES (@a0, @a1, @a2, @a3) ON CONFLICT ("AccountId") WHERE "LeftAt" IS NULL DO NOTHING""",
            [], [Ids.New<MembershipId>(time).Value, team.Id.Value, account.Value, time.GetUtcNow().ToMicroseconds()], cancellationToken);
        var own = await db.FindTeamOfAsync(account, cancellationToken);
        if (own is { DissolvedAt: not null }) // its founder ended it between the two statements, when nobody was in it
            return await UndoAsync(db, account, cancellationToken);
        return own is not null && own.Id != team.Id ? new JoinTeamOutcome.Refused(TeamRefusals.MemberAlready(own.Name)) : new JoinTeamOutcome.Joined(team);
    }

    private static async Task<JoinTeamOutcome> UndoAsync(GridDb db, AccountId account, CancellationToken cancellationToken)
    {
        await db.Memberships.Where(stay => stay.AccountId == account && stay.LeftAt == null).ExecuteDeleteAsync(cancellationToken); // unique index account
        return new JoinTeamOutcome.Refused(TeamRefusals.InviteUnknown);
    }
}

internal abstract record JoinTeamOutcome
{
    internal sealed record Joined(Team Team) : JoinTeamOutcome;

    internal sealed record Refused(Refusal Refusal) : JoinTeamOutcome;
}
