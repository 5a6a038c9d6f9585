using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Accounts.Teams;

/// <summary>Ends a team that everybody has left, for its founder. Its row stays, because postings name it by its id.</summary>
internal sealed class DissolveTeam(GridWriter writer, TimeProvider time)
{
    /// <returns>Null when it is ended; otherwise why not.</returns>
    public Task<Refusal?> RunAsync(AccountId founder, string name, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(name);
        return writer.RunAsync(db => DissolveAsync(db, founder, key, cancellationToken), cancellationToken);
    }

    private async Task<Refusal?> DissolveAsync(GridDb db, AccountId founder, string key, CancellationToken cancellationToken)
    {
        // Held so, because a membership that is being written holds its team's row: who joins at this moment has joined before this goes on, or finds the team ended.
        var lockIt = db.Database.IsNpgsql() ? "FOR UPDATE" : "";
        var found = await db.QueryRowsAsync(
            $"""SELECT "Id", "Name" FROM teams WHERE "NameKey" = @a0 AND "FounderId" = @a1 AND "DissolvedAt" IS NULL {lockIt}""", // unique index name
            [], [key, founder.Value], row => (Id: row.ReadId<TeamId>(0), Name: row.GetString(1)), cancellationToken);
        if (found is not [var team])
            return TeamRefusals.NotFounder;
        if (await db.Memberships.AnyAsync(stay => stay.TeamId == team.Id && stay.LeftAt == null, cancellationToken)) // index team, of those who stay
            return TeamRefusals.NotEmpty(team.Name);
        var (now, nobodys) = (time.GetUtcNow(), InviteCode.Draw().Hash);
        await db.Teams.Where(one => one.Id == team.Id) // primary key
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.DissolvedAt, now).SetProperty(one => one.InviteHash, nobodys), cancellationToken);
        return null;
    }
}
